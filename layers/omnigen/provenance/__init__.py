"""How a finished file was made, written into it: signed credentials (C2PA), XMP, and lines that laws ask for."""
