"""Opening addresses: this machine's own without a proxy, and none by way of a redirect."""

from __future__ import annotations

import ipaddress
import urllib.parse
import urllib.request
from email.message import Message
from typing import IO


def is_this_machine(host: str | None) -> bool:
    """Whether a host name or address means this machine and no other."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def opener_for(url: str) -> urllib.request.OpenerDirector:
    """Opens addresses of that host; a proxy from the environment is used for other machines only."""
    here = is_this_machine(urllib.parse.urlsplit(url).hostname)
    return urllib.request.build_opener(_NoRedirect(), *([urllib.request.ProxyHandler({})] if here else []))


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is answered as it is: following it would take the token to another host."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Nowhere."""
