"""What may be done with a job: submit, price, edit, run, cancel."""
