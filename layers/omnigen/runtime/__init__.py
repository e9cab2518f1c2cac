"""The runtime of functions: application context, Lambda handler, daily model check."""
