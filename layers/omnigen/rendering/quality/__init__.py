"""What is measured on the finished file."""
