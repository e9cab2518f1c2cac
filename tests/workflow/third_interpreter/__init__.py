"""A third interpreter of the state machine: that of MiniStack, which calls functions that answer as others did."""
