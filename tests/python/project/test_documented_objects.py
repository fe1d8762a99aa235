"""Objects of Snowflake that a document names are created by a script in snowflake/ or a model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCUMENTS = ("docs/*.md", "snowflake/**/*.md", "scripts/snowflake*/README.md")
SCRIPTS = ("snowflake/setup/*.sql", "snowflake/operations/*.sql")
CREATED = re.compile(
    r"create (?:or \w+ )?(?P<kind>[\w ]+?) (?:if not exists )?"
    r"(?:(?:customer_360|&\{database\})\.)?(?P<name>(?:landing_files|operations|governance)\.\w+)",
    re.I,
)
STAGE = re.compile(r"(?<!\w)@(?:customer_360\.)?(\w+\.\w+)", re.I)
OBJECT = re.compile(
    r"(?<![\w.])(?:customer_360\.)?((?:landing_files|operations|governance)\.\w+)", re.I
)


def files(root: Path, patterns: tuple[str, ...]) -> dict[str, str]:
    """The text of each file by its path."""
    found = [path for pattern in patterns for path in sorted(root.glob(pattern))]
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in found}


@pytest.fixture(scope="module")
def created(root: Path) -> dict[str, set[str]]:
    """The names of the objects that the scripts create, by kind."""
    found: dict[str, set[str]] = {}
    for text in files(root, SCRIPTS).values():
        for one in CREATED.finditer(text):
            found.setdefault(one["kind"].lower(), set()).add(one["name"].lower())
    return found


def unknown(documents: dict[str, str], pattern: re.Pattern[str], names: set[str]) -> set[str]:
    """Each file and name in it that is not among the names."""
    return {
        f"{path}: {name}"
        for path, text in documents.items()
        for name in pattern.findall(text)
        if name.lower() not in names
    }


def test_documents_name_stages_that_are_created(root: Path, created: dict[str, set[str]]) -> None:
    documents = files(root, DOCUMENTS)
    assert sum(len(STAGE.findall(text)) for text in documents.values()) >= 3
    assert not unknown(documents, STAGE, created["stage"])


def test_documents_name_objects_that_are_created(root: Path, created: dict[str, set[str]]) -> None:
    documents = files(root, DOCUMENTS)
    assert sum(len(OBJECT.findall(text)) for text in documents.values()) >= 5
    models = {f"operations.{path.stem}" for path in (root / "models" / "operations").glob("*.sql")}
    assert not unknown(documents, OBJECT, models.union(*created.values()))
