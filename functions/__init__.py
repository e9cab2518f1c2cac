"""One file per stage of the pipeline: a file is a Lambda, a folder is something bigger."""
