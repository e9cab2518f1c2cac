"""`make smoke`: every capability once, with the real vendors. Says what it can cost and asks before it spends."""

from __future__ import annotations

import os
import time
from decimal import Decimal
from pathlib import Path

import click
from omnigen.aws.secrets import VARIABLES
from omnigen.deployment.resources import BUCKET_VARIABLE, TABLES
from omnigen.errors import ConfigError, OmnigenError
from omnigen.providers.factory import live_providers
from omnigen.purchasing.downloads import media_type_of
from omnigen.settings import Settings, read

from local.smoke.cases import SmokeCase, smoke_cases

SUFFIXES = {"video/mp4": "mp4", "audio/mpeg": "mp3", "audio/wav": "wav", "image/png": "png", "image/jpeg": "jpg"}


@click.command()
@click.option("--all", "every", is_flag=True, help="Try every model of each list, not only the first.")
@click.option("--yes", is_flag=True, help="Do not ask before spending.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("smoke"), help="Folder for what comes.")
def smoke(*, every: bool, yes: bool, out: Path) -> None:
    """Call every live capability once."""
    try:
        settings = _settings()
        look_every = settings.omnigen_poll_seconds
        cases = list(smoke_cases(live_providers(settings, _key), None if every else 1, look_every_seconds=look_every))
        for vendor in VARIABLES:
            _key(vendor)
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    for case in cases:
        click.echo(f"{case.what:11} {case.model:32} at most ${case.usd:.4f}")
    click.echo(f"Together at most ${sum((case.usd for case in cases), Decimal(0)):.2f}, paid to the vendors.")
    if not yes:
        click.confirm("Spend it?", abort=True)
    out.mkdir(parents=True, exist_ok=True)
    failed = [f"{case.what} by {case.model}" for case in cases if not _tried(case, out)]
    if failed:
        raise click.ClickException(f"{len(failed)} of {len(cases)} failed: {', '.join(failed)}")
    click.echo(f"All {len(cases)} work; see {out}/")


def _tried(case: SmokeCase, out: Path) -> bool:
    started = time.monotonic()
    try:
        result = case.run()
    except OmnigenError as error:
        click.echo(f"{case.what:11} {case.model:32} FAILED {error.code}: {error}", err=True)
        return False
    path = out / f"{case.what}-{case.model.replace('/', '-')}.{_suffix(result.data)}"
    path.write_bytes(result.data)
    took = time.monotonic() - started
    click.echo(f"{case.what:11} {case.model:32} ${result.usd:.4f}, {took:.1f} s, {len(result.data):,} bytes: {path}")
    return True


def _suffix(data: bytes) -> str:
    try:
        return SUFFIXES[media_type_of(data, *SUFFIXES)]
    except OmnigenError:
        return "txt"


def _settings() -> Settings:
    """Of a live program without AWS: nothing is stored."""
    unused = dict.fromkeys([*(table.variable for table in TABLES), BUCKET_VARIABLE], "unused")
    return read({**unused, **os.environ, "OMNIGEN_PROVIDERS": "live"})


def _key(vendor: str) -> str:
    variable = {str(name): variable for name, variable in VARIABLES.items()}[vendor]
    found = os.environ.get(variable, "").strip()
    if not found:
        raise ConfigError(f"There is no key for {vendor}: set {variable}")
    return found


if __name__ == "__main__":
    smoke()
