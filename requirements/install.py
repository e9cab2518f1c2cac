"""Installs a lock file with uv as pip is configured: `python requirements/install.py requirements/local.txt`.

uv is several times faster than pip but reads none of pip's settings. They are translated here: index, certificates,
proxy, trusted hosts and links of `pip config` and of PIP_… variables. What cannot be reached is said in one line.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import urlsplit

_VARIABLES = {
    "index-url": ("UV_DEFAULT_INDEX",),
    "extra-index-url": ("UV_INDEX",),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "cert": ("SSL_CERT_FILE",),
    "proxy": ("HTTP_PROXY", "HTTPS_PROXY"),
    "no-index": ("UV_NO_INDEX",),
    "timeout": ("UV_HTTP_TIMEOUT",),
}
"""pip's options, and the variables by which uv takes the same."""

_COMMA_SEPARATED = frozenset({"UV_FIND_LINKS"})
_PUBLIC_INDEX = "https://pypi.org/simple"


def main(lock: str, folder: str | None = None) -> int:
    """Install the lock file and this project into the environment of this Python; uv's exit code.

    With a folder, the lock file alone into an environment that is made there: for a tool whose packages contradict
    the project's.
    """
    locked = ("--require-hashes", "--requirement", lock)
    if folder is None:
        return install(*locked) or install("--no-deps", "--editable", ".")
    subprocess.run([sys.executable, "-m", "uv", "venv", "--quiet", "--clear", folder], check=True)
    return install(*locked, python=f"{folder}/bin/python")


def install(*arguments: str, python: str = sys.executable) -> int:
    """Run `uv pip install` for a Python as pip is configured; uv's exit code, after its reason has been printed."""
    environment = {**translated(pip_settings()), **os.environ}
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, *arguments]
    ended = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode:
        print(explanation(ended.stderr, environment), file=sys.stderr)
    return ended.returncode


def pip_settings() -> dict[str, str]:
    """Pip's options by name, from its files and, above them, from the environment."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ranks = ("global", "install", ":env:")
    found: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        name, equals, value = line.partition("=")
        section, _, option = name.rpartition(".")
        if equals and section in ranks and ranks.index(section) >= found.get(option, (-1, ""))[0]:
            found[option] = (ranks.index(section), value.strip("'\""))
    return {option: value for option, (_, value) in found.items()}


def translated(settings: Mapping[str, str]) -> dict[str, str]:
    """The variables by which uv does what pip would do with these options."""
    variables = {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # pip takes the best version of all its indexes
    for option, names in _VARIABLES.items():
        values = settings.get(option, "").replace("\\n", " ").split()
        for name in names:
            if values:
                variables[name] = ("," if name in _COMMA_SEPARATED else " ").join(values)
    return variables


def explanation(errors: str, environment: Mapping[str, str]) -> str:
    """In one line what could not be reached, else what uv said."""
    index = environment.get("UV_DEFAULT_INDEX", _PUBLIC_INDEX)
    signs = ("Failed to fetch", "error sending request", "Could not connect", "dns error", "client error (Connect)")
    if not any(sign in errors for sign in signs):
        return errors
    proxy = environment.get("HTTPS_PROXY") or environment.get("https_proxy")
    way = f" through the proxy {urlsplit(proxy).netloc.rpartition('@')[2]}" if proxy else ""
    reason = " (its certificate is not trusted: pip config set global.cert FILE)" if "certificate" in errors else ""
    return (
        f"The package index {_without_password(index)} cannot be reached{way}{reason}; "
        "set another one with `pip config set global.index-url URL`"
    )


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
