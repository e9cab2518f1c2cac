"""Authentication of requests for the emulated AWS: signed headers, presigned URLs and signed forms."""
