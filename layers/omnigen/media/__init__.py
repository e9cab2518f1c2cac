"""Opening, making and joining pictures and sound."""
