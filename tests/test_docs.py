"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stafettlogg.management.commands import document

CHECKOUT = Path(__file__).resolve().parents[1]
DOCS = CHECKOUT / "docs"
RULES = [1, 2, 3, 4, 5, 8, 9, 11, 13, 14, 15, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28]


def _rows() -> dict[int, str]:
    found = re.findall(r"^\| R(\d+) \|(.*)$", (DOCS / "rules.md").read_text(), re.MULTILINE)
    return {int(number): rest for number, rest in found}


def test_every_rule_that_is_built_stands_in_the_table() -> None:
    assert sorted(_rows()) == RULES


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_tests_that_carry_its_number(rule: int) -> None:
    named = re.compile(rf"^def test_r{rule}_\w+", re.MULTILINE)
    tests = [name for path in (CHECKOUT / "tests").rglob("test_*.py") for name in named.findall(path.read_text())]
    assert tests != []


@pytest.mark.parametrize("rule", RULES)
def test_the_files_that_keep_a_rule_name_it(rule: int) -> None:
    files = re.findall(r"`([\w/]+\.py)`", _rows()[rule])
    naming = [file for file in files if re.search(rf"\bR{rule}\b", (CHECKOUT / "stafettlogg" / file).read_text())]
    assert files != []
    assert naming == files


def test_generated_pages_say_what_the_code_says() -> None:
    assert document.stale() == []


def test_the_readme_gives_two_commands_that_exist() -> None:
    readme, makefile = (CHECKOUT / "README.md").read_text(), (CHECKOUT / "Makefile").read_text()
    for command in ("demo", "test"):
        assert f"make {command}" in readme
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_every_file_a_document_names_is_there() -> None:
    for page in (CHECKOUT / "README.md", CHECKOUT / "SECURITY.md", CHECKOUT / "CONTRIBUTING.md"):
        for name in re.findall(r"`((?:docs|stafettlogg|tests)/[\w./]+)`", page.read_text()):
            assert (CHECKOUT / name).exists(), f"{page.name} names {name}"


def test_every_test_that_the_page_on_id_porten_names_is_there() -> None:
    tests = "\n".join(path.read_text() for path in (CHECKOUT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", (DOCS / "idporten.md").read_text())
    assert len(named) > 25
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_every_word_of_the_glossary_that_is_a_model_has_three_names() -> None:
    rows = re.findall(
        r"^\| ([A-Za-z /-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", (DOCS / "glossary.md").read_text(), re.MULTILINE
    )
    words = {row[0].split(" / ")[0] for row in rows}
    models = {
        "Municipality",
        "Unit",
        "Post",
        "RelayLog",
        "Child",
        "Wonder",
        "Concern",
        "Measure",
        "Evaluation",
        "Step",
        "Note",
    }
    assert models <= words
    assert all(all(cell.strip() for cell in row) for row in rows)


def test_every_link_and_picture_in_a_document_leads_somewhere() -> None:
    pages = [CHECKOUT / "README.md", *DOCS.rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())]

    assert len(links) > 100
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_the_chapters_that_the_manual_points_at_are_there() -> None:
    manual = (DOCS / "manual.md").read_text()
    chapters = {re.sub(r"\W+", "-", heading.lower()).strip("-") for heading in re.findall(r"^#+ (.*)$", manual, re.M)}
    named = set(re.findall(r"\]\(#([^)]+)\)", manual))

    assert named != set()
    assert named - chapters == set()
