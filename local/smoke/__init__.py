"""One small order at every live vendor."""
