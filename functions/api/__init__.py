"""The HTTP API: one Lambda, one module for each kind of thing that can be asked for."""
