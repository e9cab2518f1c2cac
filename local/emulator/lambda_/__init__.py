"""Lambda on a laptop: functions in worker processes."""
