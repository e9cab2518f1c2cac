"""A second interpreter of the state machine, which shares no code with moto's."""
