"""EventBridge, schedules, SQS and DynamoDB's expiry on a laptop."""
