"""A changed match engine has a new version, so it never runs from an archive of old code."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import yaml

from warehouse.build.match_engine import (
    ENGINE,
    PROJECT,
    declared_version,
    engine_version,
    write_archive,
)
from warehouse.options import ROOT

OVERRIDES = ROOT / "tests" / "snowflake" / "packages.txt"


def an_engine(folder: Path, content: str) -> Path:
    (folder / "score").mkdir(parents=True)
    (folder / "__init__.py").write_text(content, encoding="utf-8")
    (folder / "score" / "pairs.py").write_text("", encoding="utf-8")
    (folder / "README.md").write_text(content, encoding="utf-8")
    return folder


def test_the_python_models_import_the_match_engine_as_it_is() -> None:
    version = engine_version(ENGINE)
    assert declared_version(PROJECT) == version, (
        "scripts/mdm has changed: run `python -m warehouse.build.match_engine --declare`"
    )


def test_different_code_or_a_different_name_gives_a_different_version(tmp_path: Path) -> None:
    first = an_engine(tmp_path / "a", "x = 1\n")
    same, other = an_engine(tmp_path / "b", "x = 1\n"), an_engine(tmp_path / "c", "x = 2\n")
    assert engine_version(first) == engine_version(same) != engine_version(other)
    (same / "score" / "pairs.py").rename(same / "score" / "tiers.py")
    assert engine_version(first) != engine_version(same)


def test_an_archive_has_the_package_and_depends_on_nothing_else(tmp_path: Path) -> None:
    engine = an_engine(tmp_path / "a", "x = 1\n")
    first = write_archive(engine, tmp_path / "one")
    again = write_archive(engine, tmp_path / "two")
    assert first.parent.name == engine_version(engine)
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert archive.namelist() == ["mdm/__init__.py", "mdm/score/pairs.py"]


def test_the_emulator_runs_the_python_models_with_the_packages_of_snowflake() -> None:
    project = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))
    configured = project["models"]["customer_360"]["business_vault"]["+packages"]
    pinned = re.findall(r"^(\S+==\S+) ;", OVERRIDES.read_text(encoding="utf-8"), re.M)
    assert set(pinned) == {requirement for requirement in configured if "==" in requirement}
    assert len(pinned) >= 4
