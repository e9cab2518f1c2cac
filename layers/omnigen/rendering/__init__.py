"""Rendering: a job's clips, voice and music become one checked video file."""
