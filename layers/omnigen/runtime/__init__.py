"""What a running function has: the application context, the Lambda handler, the check of the models."""
