"""Use cases of jobs: submit, estimate, edit, run, cancel."""
