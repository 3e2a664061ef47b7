"""docs/drift.md as one who follows it reads it: its chapters, and what stands in them to be typed or put in a file."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

DRIFT = Path(__file__).resolve().parents[2] / "docs" / "drift.md"
BLOCK = re.compile(r"(?:^(?: {4}.*)?\n)*^ {4}.*\n", re.MULTILINE)


def chapter(title: str) -> str:
    """The text of the chapter whose heading ends with this."""
    chapters = re.split(r"^##+ ", DRIFT.read_text(), flags=re.MULTILINE)
    (found,) = [one for one in chapters if one.split("\n", 1)[0].endswith(title)]
    return found


def blocks(title: str) -> list[str]:
    """Everything in the chapter that is to be typed or put in a file, word for word."""
    return [dedent(found).strip("\n") + "\n" for found in BLOCK.findall(chapter(title)) if found.strip()]
