"""Those who write, draw, film, speak and play: the vendors, and the offline ones that need neither key nor network."""
