"""Lambda functions: a file for each stage of the pipeline and each event handler, a folder for the API and the task."""
