"""Stills of the offline image provider: a designed picture of what a prompt is about.

pictures     the drawn still
vocabulary   which thing, being or place the words name, and how near it is seen
palette      colours that go together, in the light the look asks for
places       where the picture is set
subjects     what stands in it: functions, and sketches that are data
composition  where it stands, and who or what is with it
card         words, where nothing can be drawn
pen          flat shapes in units of the thing drawn
"""
