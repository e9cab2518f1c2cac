"""Where a command works: on this machine, or with `--url` on a host elsewhere."""

from __future__ import annotations

import click


class Places(click.Group):
    """The commands of this machine; with `--url`, those that a host elsewhere understands."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name for where it is to work."""
        if not ctx.params.get("url"):
            return super().get_command(ctx, cmd_name)
        from local.cli.remote import COMMANDS

        found = COMMANDS.get(cmd_name)
        if found is None and super().get_command(ctx, cmd_name):
            ctx.fail(f"{cmd_name!r} works on this machine only; with --url there are {', '.join(COMMANDS)}")
        return found
