"""Every page is found from the README, every link leads somewhere, and decisions keep their form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents.vocabulary import ROOT, pages

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
INDEX = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")


def links(page: Path) -> list[Path]:
    """The files of the repository to which a page links; its shell blocks and code marks are not read."""
    text = re.sub(r"^```.*?^```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    return [(page.parent / target).resolve() for target in targets if "://" not in target]


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    assert [target for target in links(page) if not target.exists()] == []
    fragments = re.findall(r"\]\(([^)#:\s]*)#([^)\s]+)\)", page.read_text(encoding="utf-8"))
    missing = [
        f"{target}#{anchor}"
        for target, anchor in fragments
        if anchor not in anchors((page.parent / target).resolve() if target else page)
    ]
    assert missing == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += links(page)
    assert [page for page in pages() if page not in reached] == []


def test_index_of_the_documents_links_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {*links(index), index}
    assert [page for page in pages() if page.parent != ROOT / "docs" / "decisions" and page not in linked] == []


def test_index_of_decisions_is_the_folder() -> None:
    rows = re.findall(r"^\| (\d{4}) \| \[(.+)\]\((.+)\) \| ([\d-]+) \|$", INDEX, re.M)
    found = []
    for path in DECISIONS:
        head = re.match(r"# (\d{4})\. (.+)\n\nDate: ([\d-]+)\. ", path.read_text(encoding="utf-8"))
        assert head, f"{path.name} begins with '# number. title' and 'Date: yyyy-mm-dd. Status: …'"
        found.append((head[1], head[2], path.name, head[3]))
    assert rows == found


def test_decisions_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert [number for number in numbers if numbers.count(number) > 1] == [], "give the newer one the next free number"


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_decision_has_its_parts(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.M)
    assert headings == ["Context", "Decision", "Consequences", "What lost"]


def test_table_of_layers_names_every_part_of_the_package() -> None:
    package = ROOT / "layers" / "omnigen"
    parts = {path.stem for path in package.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"}
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition("## Who may import whom")[2]
    assert parts - {"__init__"} == set(re.findall(r"`omnigen\.(\w+)`", table))
