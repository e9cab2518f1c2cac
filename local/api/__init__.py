"""The HTTP API on a laptop: server, tokens, web page, OpenAPI document."""
