"""What a job is and how it changes: values in, values out, no I/O."""
