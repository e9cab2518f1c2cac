"""AWS on a laptop: moto, with persistence, workers, tasks, events and S3 authentication."""
