"""S3's no to a request that is not signed as it must be."""

from __future__ import annotations


class SignatureRejected(Exception):
    """What S3 answers: its error code, and a sentence."""

    def __init__(self, code: str, message: str, status: str = "403 Forbidden") -> None:
        super().__init__(message)
        self.code = code
        self.status = status
