"""Keeping a data folder: checks of what is in it, backups, and room on its disk."""
