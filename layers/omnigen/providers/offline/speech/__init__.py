"""Speech of the offline providers: espeak-ng in a process of its own, word times, mastering."""
