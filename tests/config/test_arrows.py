"""The domain does not know the web: no form, no request, no template below `web` (architecture § 2)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "stafettlogg"
DOMAIN = ("core", "vault", "identity", "relay")
WEB = ("django.http", "django.forms", "django.shortcuts", "django.template", "django.views", "django.contrib.messages")


def imported(file: Path) -> set[str]:
    """Every module the file imports, whole names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("layer", DOMAIN)
def test_the_domain_does_not_import_the_web(layer: str) -> None:
    found = {
        f"{file.relative_to(PACKAGE)} imports {name}"
        for file in (PACKAGE / layer).rglob("*.py")
        for name in imported(file)
        if any(name == web or name.startswith(f"{web}.") for web in WEB)
    }

    assert found == set()


def test_the_look_would_find_one() -> None:
    assert any(name == "django.http" for name in imported(PACKAGE / "web" / "pages.py"))
