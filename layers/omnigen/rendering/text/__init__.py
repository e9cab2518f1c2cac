"""Text in the picture: fonts, layout, ASS subtitles, overlays."""
