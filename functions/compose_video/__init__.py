"""The Fargate task: a job's files in, its finished video out."""
