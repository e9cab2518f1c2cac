"""The AWS account: a CDK app that deploys the program."""
