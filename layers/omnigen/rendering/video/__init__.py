"""The pictures of the video: sources, segments, filter graph, encode."""
