"""The shell blocks of the documents, and the simple commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from tests.documents.vocabulary import ROOT, pages


@dataclass(frozen=True)
class Block:
    """A block of shell lines on a page, under its heading of the second level."""

    page: str
    heading: str
    text: str

    def __str__(self) -> str:
        return f"{self.page} {self.heading}: {self.text.splitlines()[0][:50]}"


def blocks() -> list[Block]:
    """Every block marked `sh`, page by page, but for docs/flows: tests/e2e/test_api_flows.py runs those pages whole."""
    names = [path.relative_to(ROOT).as_posix() for path in pages()]
    return [block for name in names if not name.startswith("docs/flows/") for block in blocks_of(name)]


def blocks_of(page: str) -> list[Block]:
    """The blocks of one page."""
    found, heading = [], ""
    text = (ROOT / page).read_text(encoding="utf-8")
    for part in re.finditer(r"^## ([^\n]+)$|^```sh\n(.*?)^```", text, re.DOTALL | re.M):
        if part[1]:
            heading = part[1]
        elif part[2]:
            found.append(Block(page, heading, part[2]))
    return found


def commands(text: str) -> Iterator[list[str]]:
    """The words of every simple command: cut at line ends, pipes, lists and substitutions; without comments."""
    text = re.sub(r"(?:^|\s)#.*$", "", text.replace("\\\n", " "), flags=re.MULTILINE)
    for inner in re.findall(r'"\$\(([^()]+)\)"', text):
        yield from commands(inner)
    lexer = shlex.shlex(re.sub(r'"\$\([^()]+\)"', "JOB", text), posix=True, punctuation_chars="|&;()\n")
    lexer.whitespace, lexer.commenters, lexer.whitespace_split = " \t", "", True
    words: list[str] = []
    for word in [*lexer, ";"]:
        if set(word) <= set("|&;()\n"):
            if words:
                yield words
            words = []
        elif words or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*=.*|\$|[{}]", word, re.DOTALL):
            words.append(word)
