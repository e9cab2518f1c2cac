"""ECS tasks on a laptop: each is a child process."""
