"""Environments of tests: one in which every setting is another one than the deployed ones have, and one for free."""

from __future__ import annotations

from infra.environments import Environment
from infra.federation import Federation

TRIAL = Environment(
    name="trial",
    account="111122223333",
    region="ap-northeast-1",
    zones=("ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"),
    website=False,
    variables={"OMNIGEN_JOBS_PER_DAY": "11"},
    open_sign_up=True,
    render_slots=2,
    render_slots_per_user=1,
    monthly_usd_per_user=7,
    compose_cpu_units=2048,
    compose_memory_mib=8192,
    compose_on_x86=True,
    compose_on_spot=True,
    github_repository="acme/adverts",
    requests_per_second=9,
    orders_per_second=1,
    mfa="required",
    federation=Federation(name="Corporate", metadata_url="https://idp.example.com/metadata.xml", only=True),
    api_concurrency=40,
    backup_days=90,
    budget_usd_per_month=80,
    alarm_email="ops@example.com",
    alarm_spent_usd_per_day=3,
)

FREE = Environment(name="free", providers="offline", website=False)
