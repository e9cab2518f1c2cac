"""Files that people bring: opened by content in a limited process, measured, and written anew in one format of ours.

What is kept is never the file that came: pictures are decoded and encoded again, sounds transcoded, fonts compiled
anew, clips copied stream by stream into a new container. So metadata, scripts, and what is hidden behind or between the
media is not kept.
"""
