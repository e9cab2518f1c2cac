"""The page lives under the same rules on both hosts: what holds on the laptop holds on CloudFront."""

from __future__ import annotations

import re
from typing import Any

from omnigen.deployment.content_security_policy import content_policy
from werkzeug.test import Client

from infra import ROOT
from local.api.web_page import WebPage
from tests.infrastructure.templates import Environment


def test_both_hosts_send_the_same_headers(environment: Environment) -> None:
    here = Client(WebPage()).get("/", base_url="http://127.0.0.1:8787").headers
    there = _sent_by_cloudfront(environment)
    assert here["X-Frame-Options"] == there["FrameOptions"]["FrameOption"]
    assert here["Referrer-Policy"] == there["ReferrerPolicy"]["ReferrerPolicy"]
    assert (here["X-Content-Type-Options"], "ContentTypeOptions" in there) == ("nosniff", True)


def test_the_content_policies_differ_in_addresses_only(environment: Environment) -> None:
    here = _rules(Client(WebPage()).get("/", base_url="http://127.0.0.1:8787").headers["Content-Security-Policy"])
    there = _rules(_sent_by_cloudfront(environment)["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    assert list(here) == list(there)
    for name, sources in there.items():
        assert [source for source in sources if not source.startswith("https://")] == here[name], name


def test_the_page_is_told_what_it_asks_for() -> None:
    published = (
        (ROOT / "infra" / "stacks.py").read_text(encoding="utf-8").split("website.publish({", 1)[1].split("}", 1)[0]
    )
    asked = set(re.findall(r"facts\.(\w+)", (ROOT / "web" / "client" / "cognito.js").read_text(encoding="utf-8")))
    assert {"clientId", "signInOrigin"} <= asked <= set(re.findall(r'"(\w+)":', published))


def test_addresses_go_where_they_belong() -> None:
    rules = _rules(content_policy(files="https://files.example", sign_in="https://people.example"))
    assert {name for name, sources in rules.items() if "https://files.example" in sources} == {
        "img-src",
        "media-src",
        "connect-src",
    }
    assert {name for name, sources in rules.items() if "https://people.example" in sources} == {"connect-src"}


def _sent_by_cloudfront(environment: Environment) -> Any:
    policy = environment.resolved(environment.starting("AWS::CloudFront::ResponseHeadersPolicy", "WebsiteHeaders"))
    return policy["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]


def _rules(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (rule.split() for rule in policy.split(";"))}
