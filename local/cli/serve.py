"""`omnigen serve`: the studio page and the HTTP API on this machine, until Ctrl-C."""

from __future__ import annotations

import secrets

import click
from omnigen.domain.api_key import ApiKey, Scope, hash_of, key_text
from omnigen.runtime.context import AppContext

from local.cli.interrupts import stop_requested
from local.cli.target import only_here
from local.cli.terminal import print_line
from local.emulator.data_dir_lock import running_host

PORT = 8787
_KEY_NAME = "omnigen serve"


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any that is free."
)
@click.option("--user", default="local", show_default=True, help="User for whom the printed token is.")
@click.pass_context
def serve(context: click.Context, /, *, port: int, user: str) -> None:
    """Serve the studio page and the HTTP API on 127.0.0.1; jobs that were under way when it last stopped go on.

    Prints the page's address with a development token, which the page takes out of it, and a request with an API key
    that may read, until the next start. More keys: omnigen keys create NAME. More users: omnigen token NAME.
    """
    from local.api.server import PREFIX, api_mounted
    from local.api.tokens import tokens_of
    from local.api.web_page import WebPage
    from local.cli.session import session

    data_dir = only_here(context)
    running = running_host(data_dir)
    if running:
        raise click.UsageError(f"Process {running.pid} serves {str(data_dir)!r} already, at {running.url}")
    token = tokens_of(data_dir).issue(user)
    # The handlers come first: a signal while jobs are resumed stops the host in order, too.
    with stop_requested() as stop, session(data_dir, resume_jobs=True, port=port) as opened:
        if opened.cloud is None:
            raise click.UsageError(f"Another process has just begun to serve {str(data_dir)!r}")
        key = example_key(opened.app, user)
        with api_mounted(opened.cloud):
            opened.cloud.mount("/", WebPage())
            print_line(f"{opened.cloud.url}/#token={token}")
            print_line(f"API:  {opened.cloud.url}{PREFIX}/docs", err=True)
            print_line(f"Try it:  curl -H 'Authorization: Bearer {key}' {opened.cloud.url}{PREFIX}/jobs", err=True)
            stop.wait()


def example_key(app: AppContext, user: str) -> str:
    """A new key of the user's that may read; the one that an earlier start has printed is revoked."""
    keys = app.aws.api_keys
    for known in keys.of_user(user):
        if known.name == _KEY_NAME:
            keys.revoke(user, known.key_id)
    key_id, secret, text = key_text(secrets.token_bytes(40))
    keys.create(
        ApiKey(
            key_id=key_id,
            user_id=user,
            name=_KEY_NAME,
            scopes=(Scope.READ,),
            created_at=app.now(),
            secret_hash=hash_of(secret),
        )
    )
    return text
