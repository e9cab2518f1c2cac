"""The emulator's state on disk: SQLite for records, files for objects."""
