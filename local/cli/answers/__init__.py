"""The parts of the API's answers that commands read, as types.

They are dictionaries, because a host elsewhere may be older or newer than this program, and because importing the API's
own models takes time that `omnigen --help` does not have. A test holds every key to those models.
"""
