"""Everything that is written into the picture: fonts, layout, subtitles, overlays."""
