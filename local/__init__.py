"""The laptop: AWS imitated in this process, the stages in worker processes, the command line."""
