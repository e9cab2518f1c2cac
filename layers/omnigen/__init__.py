"""Omnigen: a brief becomes a finished video ad."""
