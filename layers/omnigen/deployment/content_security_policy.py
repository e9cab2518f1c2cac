"""What the studio page may do in a browser: one content policy for both hosts, which differ in addresses only."""

from __future__ import annotations


def content_policy(*, files: str = "", sign_in: str = "") -> str:
    """The page runs only its own scripts, shows what lies among the files, and talks to the API and the sign-in pages.

    `files` and `sign_in` are origins or addresses besides the page's own, parted by spaces. Nothing is inline: neither
    a script, nor a style, nor an event handler. Captions are read with fetch and handed to the player as a `blob:`.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": f"'self' data: blob: {files}",
        "media-src": f"'self' blob: {files}",
        "connect-src": f"'self' {files} {sign_in}",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(" ".join([name, *sources.split()]) for name, sources in rules.items())
