"""One text file per prompt, filled in by small typed functions."""
