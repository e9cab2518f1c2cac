"""`omnigen`: the command line, a client of the HTTP API of a host on this machine or elsewhere."""
