"""Omnigen: a brief becomes a finished video ad."""

__version__ = "0.1.0"
