"""Faults of independent pieces of work: each is noted, and the others are done all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from omnigen.aws.transient_errors import is_transient
from omnigen.errors import OmnigenError


@dataclass
class Troubles:
    """What went wrong so far. `words` has a line for what was to be expected: our own errors, and a busy AWS."""

    words: list[str] = field(default_factory=list)
    _unexpected: list[Exception] = field(default_factory=list)

    @contextmanager
    def about(self, what: str) -> Iterator[None]:
        """Notes the error that ends the block, as one about `what`."""
        try:
            yield
        except OmnigenError as error:
            self.words.append(f"{what}: {error.code}: {error}")
        except Exception as error:
            if is_transient(error):
                self.words.append(f"{what}: AWS is too busy at the moment: {error}")
            else:
                error.add_note(f"While the sweep was at work on {what}")
                self._unexpected.append(error)

    def raise_unexpected(self) -> None:
        """Raises the errors that nobody foresaw, for the alarm: one as it is, several as a group."""
        if len(self._unexpected) == 1:
            raise self._unexpected[0]
        if self._unexpected:
            raise ExceptionGroup("Several pieces of work failed", self._unexpected)
