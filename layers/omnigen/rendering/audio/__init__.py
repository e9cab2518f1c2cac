"""The audio of the video: loudness, mix filters, and the cached mix."""
