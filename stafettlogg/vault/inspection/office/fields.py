"""What fetches or starts something from inside a text: fields in Word, formulas in workbooks, links that are pressed.

Everything is read in one pass; no pattern here looks at a character more than a few times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from stafettlogg.vault.inspection.refusals import Unacceptable

# --- fields (ECMA-376 part 1, § 17.16) ----------------------------------------------------------------------------

# Those that say something of the document itself, or wait to be pressed. DDE, DDEAUTO, INCLUDEPICTURE, INCLUDETEXT,
# LINK, IMPORT, RD, DATABASE, EMBED, CONTROL, MACROBUTTON and PRINT are not here, and nothing made up later is.
QUIET = """
    = ADDIN ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT AUTOTEXT AUTOTEXTLIST BARCODE BIBLIOGRAPHY
    BIDIOUTLINE CITATION COMMENTS COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME
    FILESIZE FILLIN FORMCHECKBOX FORMDROPDOWN FORMTEXT GLOSSARY GOTOBUTTON GREETINGLINE HYPERLINK IF INDEX INFO
    KEYWORDS LASTSAVEDBY LISTNUM MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE
    PAGEREF PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT
    SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
"""
FIELDS = frozenset(QUIET.split())
NAME = re.compile(r'[^\s\\"]*')


def must_be_quiet(instruction: str) -> None:
    """Refuse a field that is not known to be quiet; an empty one does nothing."""
    said = instruction.strip()
    if not said:
        return
    name = "=" if said.startswith("=") else NAME.match(said).group().upper()  # type: ignore[union-attr]  # may be empty
    if name not in FIELDS:
        raise Unacceptable("field")
    if name == "HYPERLINK":
        must_be_a_link(_first_argument(said))


def _first_argument(instruction: str) -> str:
    _, quote, rest = instruction.partition('"')
    return rest.partition('"')[0] if quote else ""


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction, up to the first field inside it."""

    pieces: list[str] = field(default_factory=list)
    is_told: bool = False  # the rest is what it shows, or depends on what another field shows

    @property
    def instruction(self) -> str:
        """What it is told to do."""
        return "".join(self.pieces)


class Fields:
    """Fields as they come: begun, told in pieces over many runs, put into each other, ended."""

    def __init__(self) -> None:
        self.open = [_Field()]  # the first gathers instructions that stand in no field

    def mark(self, kind: str) -> None:
        """A `fldChar`: begin, separate or end."""
        if kind == "begin":
            self._nest()
            self.open.append(_Field())
        elif kind == "separate":
            self.open[-1].is_told = len(self.open) > 1
        elif len(self.open) > 1:
            must_be_quiet(self.open.pop().instruction)

    def say(self, piece: str) -> None:
        """A piece of an instruction."""
        if not self.open[-1].is_told:
            self.open[-1].pieces.append(piece)

    def close(self) -> None:
        """The part is over: what was never ended is read too."""
        for begun in self.open:
            must_be_quiet(begun.instruction)

    def _nest(self) -> None:
        outer = self.open[-1]
        if len(self.open) > 1 and not outer.is_told:
            if not outer.instruction.strip():
                raise Unacceptable("field")  # its name is what another field shows
            outer.is_told = True


# --- formulas -----------------------------------------------------------------------------------------------------

ASKING = """
    CALL COPILOT DDE EXEC FILES IMAGE PY REGISTER REGISTER.ID RTD SQL.REQUEST STOCKHISTORY WEBSERVICE
"""
FETCHING = frozenset(ASKING.split())
TEXT_OR_NAME = re.compile(r"""("[^"]*")|('[^']*')""")  # "text", and 'the name of a sheet', whichever begins first
MARKS = re.compile(r"[\[\]{}|]")
WORDS = re.compile(r"[\w.]+|[^\w.]")
LONGEST = 64 * 1024  # Excel takes 8 192 characters
ELSEWHERE = ("://", "\\\\")


def must_only_compute(formula: str) -> None:
    """Refuse a formula that asks another program, file or service."""
    if len(formula) > LONGEST:
        raise Unacceptable("broken")
    outside = TEXT_OR_NAME.sub(lambda found: " " if found[1] else "'", formula)
    if "'#" in outside or _pipes(outside):
        raise Unacceptable("field")  # 'another file'#sheet, and program|topic!item
    # also in what looks like text: where a text begins can be made to look different to us than to a program
    called = _called(formula) | _called("".join(outside.split()))
    if any(name in FETCHING or name.rpartition(".")[2] in FETCHING for name in called):
        raise Unacceptable("field")
    if "INDIRECT" in called and any(mark in formula for mark in ELSEWHERE):
        raise Unacceptable("field")


def _pipes(formula: str) -> bool:
    """Whether a pipe stands outside brackets and braces, where it is part of a name or of a list."""
    depth = 0
    for mark in MARKS.findall(formula):
        if mark == "|" and depth == 0:
            return True
        depth = max(0, depth + (1 if mark in "[{" else -1 if mark in "]}" else 0))
    return False


def _called(formula: str) -> set[str]:
    """Every name with a parenthesis right after it."""
    words = WORDS.findall(formula.upper())
    return {word for word, after in pairwise(words) if after == "("}


# --- links --------------------------------------------------------------------------------------------------------

PRESSED = frozenset({"", "http", "https", "mailto", "tel", "sms", "ftp", "file"})


def must_be_a_link(target: str) -> None:
    """A link a person can press may lead to a page, an address or a file, and may start nothing."""
    scheme = scheme_of(target)
    if scheme not in PRESSED and len(scheme) != 1:  # one letter: a disk
        raise Unacceptable("macro")


def scheme_of(target: str) -> str:
    """What stands before the colon of an address, small letters, with what programs overlook taken away."""
    before, colon, _ = "".join(target.split()).partition(":")
    return before.lower() if colon and not set(before) & set("/#?\\") else ""
