"""The only place in the package that talks to AWS."""
