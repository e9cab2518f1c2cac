"""`omnigen admin`: what is read, what is sent back, and how it is shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.cli.api_stub import Answering
from tests.unit.cli.conftest import Run

LIMITS: dict[str, Any] = {
    "rev": 4,
    "paused": False,
    "reason": "",
    "deployment": {"day_usd": "500", "month_usd": None},
    "each_user": {"day_usd": None, "month_usd": None, "jobs_per_day": None, "jobs_at_once": None},
    "groups": {"ads": {"day_usd": "50", "month_usd": "900"}},
    "settings": {"OMNIGEN_CLIP_MODELS": "a/b"},
    "changed_by": "boss",
    "changed_at": 1,
    "committed_today_usd": "12.5",
    "committed_month_usd": "80",
}


def test_limits_are_shown_without_a_change(server: Answering, run: Run) -> None:
    server.will(200, LIMITS)
    shown = run("admin", "limits")
    assert shown.exit_code == 0, shown.output
    assert [asked[0] for asked in server.asked] == ["GET"]
    assert "All users: $500 a day" in shown.stdout
    assert "Group ads: $50 a day, $900 a month" in shown.stdout
    assert "OMNIGEN_CLIP_MODELS = a/b" in shown.stdout


def test_options_change_what_they_name_and_nothing_else(server: Answering, run: Run) -> None:
    server.will(200, LIMITS)
    done = run(
        *("admin", "limits", "--day", "-", "--user-day", "20", "--group", "film", "10", "-"),
        *("--set", "OMNIGEN_RENDER_SLOTS", "4", "--unset", "OMNIGEN_CLIP_MODELS"),
    )
    assert done.exit_code == 0, done.output
    method, path, _, body = server.asked[-1]
    assert (method, path) == ("PUT", "/api/v1/admin/limits")
    assert json.loads(body) == {
        "rev": 4,
        "deployment": {"day_usd": None, "month_usd": None},
        "each_user": LIMITS["each_user"] | {"day_usd": "20"},
        "groups": LIMITS["groups"] | {"film": {"day_usd": "10", "month_usd": None}},
        "settings": {"OMNIGEN_RENDER_SLOTS": "4"},
    }


def test_a_pause_is_sent_with_its_reason(server: Answering, run: Run) -> None:
    server.will(200, LIMITS | {"paused": True, "reason": "prices"})
    paused = run("admin", "pause", "prices")
    assert "Spending is PAUSED: prices" in paused.stdout
    assert json.loads(server.asked[-1][3]) == {"paused": True, "reason": "prices"}
    assert run("admin", "unpause").exit_code == 0
    assert json.loads(server.asked[-1][3]) == {"paused": False}


def test_a_user_is_erased_after_a_question(server: Answering, run: Run) -> None:
    server.will(202, {"user_id": "u-1", "requested_at": 1_800_000_000, "done_by": 1_800_007_200})
    asked = run("admin", "users", "erase", "u-1", "--yes")
    assert server.asked[-1][:2] == ("DELETE", "/api/v1/admin/users/u-1")
    assert asked.stdout == ("u-1 is being erased: within minutes, and for what comes late until 2027-01-15 10:00 UTC\n")
    sent = len(server.asked)
    assert run("admin", "users", "erase", "u-1").exit_code != 0
    assert len(server.asked) == sent


@pytest.mark.parametrize("amount", ["-5", "ten", "1e9", "0.00001"])
def test_what_is_no_amount_is_not_sent(server: Answering, run: Run, amount: str) -> None:
    done = run("admin", "limits", f"--day={amount}")
    assert done.exit_code == 2
    assert "is no amount" in done.stderr
    assert server.asked == []


def test_a_users_limits_are_shown_and_changed(server: Answering, run: Run) -> None:
    used = {"committed_month_usd": "3", "spent_month_usd": "2", "jobs_today": 1}
    server.will(
        200,
        {"user_id": "u", "own": True, "monthly_usd": "90", "day_usd": "9", "jobs_per_day": 5, "jobs_at_once": 2} | used,
    )
    shown = run("admin", "users", "limits", "u", "--month", "90", "--jobs-per-day", "5")
    assert json.loads(server.asked[-1][3]) == {"month_usd": "90", "jobs_per_day": 5}
    assert shown.stdout == (
        "u: $3 of $90 this month, at most $9 a day, 1 of 5 jobs today, 2 at once (limits of their own)\n"
    )
    assert run("admin", "users", "limits", "u", "--month", "90", "--reset").exit_code == 2
