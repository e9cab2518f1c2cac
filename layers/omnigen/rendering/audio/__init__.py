"""The sound of the video: loudness, mix filters, the mix that is kept."""
