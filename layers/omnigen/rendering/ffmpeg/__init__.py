"""ffmpeg as a process: its arguments, its pipes, its watchdog."""
