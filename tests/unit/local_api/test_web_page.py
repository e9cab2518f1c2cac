"""The studio page as this machine serves it: its files and no others, with a policy that nothing of it breaks."""

from __future__ import annotations

import gzip
import re

import pytest
from werkzeug.test import Client

from local.api.web_page import WEB, WebPage

PLACES = ["/", "/jobs", "/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV/review", "/usage"]


@pytest.fixture
def page() -> Client:
    return Client(WebPage())


def get(page: Client, path: str, **headers: str) -> tuple[int, str, str]:
    answer = page.get(path, base_url="http://127.0.0.1:8787", headers=headers)
    return answer.status_code, answer.headers["Content-Type"], answer.get_data(as_text=True)


@pytest.mark.parametrize("path", PLACES)
def test_every_place_in_the_page_is_the_page(path: str, page: Client) -> None:
    status, kind, body = get(page, path)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert body == (WEB / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["/views/create/view.js", "/style.css", "/icon.svg"])
def test_files_come_with_their_types_and_packed_where_the_browser_can_unpack(path: str, page: Client) -> None:
    plain = page.get(path, base_url="http://127.0.0.1:8787")
    packed = page.get(path, base_url="http://127.0.0.1:8787", headers={"Accept-Encoding": "gzip, br"})
    assert plain.headers["Content-Type"].split(";")[0] in {"text/javascript", "text/css", "image/svg+xml"}
    assert plain.data == (WEB / path[1:]).read_bytes() == gzip.decompress(packed.data)
    assert len(packed.data) < len(plain.data)


@pytest.mark.parametrize(
    "path",
    ["/missing.js", "/../local/api/web_page.py", "/views/../../README.md", "/%2e%2e/README.md", "/index.html%00.js"],
)
def test_nothing_outside_its_folder_is_served(path: str, page: Client) -> None:
    assert get(page, path)[0] == 404


def test_every_answer_carries_the_policy(page: Client) -> None:
    for path in [*PLACES, "/app.js", "/config.json", "/missing.js"]:
        headers = page.get(path, base_url="http://127.0.0.1:8787").headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert headers["Referrer-Policy"] == "no-referrer"


def test_what_has_not_changed_is_not_sent_again(page: Client) -> None:
    first = page.get("/style.css", base_url="http://127.0.0.1:8787")
    again = page.get("/style.css", base_url="http://127.0.0.1:8787", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" in again.headers


def test_the_page_is_told_to_sign_in_with_a_token(page: Client) -> None:
    assert get(page, "/config.json")[2] == '{"signIn": "token"}'


def test_the_page_can_only_be_read(page: Client) -> None:
    assert page.post("/", base_url="http://127.0.0.1:8787").status_code == 405


def test_localhost_leads_to_the_address_that_files_are_signed_for(page: Client) -> None:
    answer = page.get("/jobs", base_url="http://localhost:8787")
    assert (answer.status_code, answer.headers["Location"]) == (307, "http://127.0.0.1:8787/jobs")


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    html = (WEB / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", html) == []
    for file in [*WEB.rglob("*.js"), *WEB.rglob("*.css"), WEB / "index.html"]:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+", text) == [], file
        assert "innerHTML" not in text
        assert "insertAdjacentHTML" not in text
