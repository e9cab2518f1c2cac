"""`python -m omnigen`, the same as the command `omnigen`."""

from omnigen.launcher import main

main()
