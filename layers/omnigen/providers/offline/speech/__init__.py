"""Speech of the offline providers: a neural voice, espeak-ng in a process of its own, word times, mastering."""
