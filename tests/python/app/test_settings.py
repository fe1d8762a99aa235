"""No request leaves the machine, each colour has one meaning, and personal data is declared."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml
from application import APP

from dashboard.colours import MEANINGS, PALETTE
from dashboard.masking import PERSONAL

NAMES = re.compile(r"^\s+'(\w+)': '\w+',", re.M)
SOURCES = sorted([*APP.glob("*.py"), *APP.glob("dashboard/*.py"), *APP.glob("tabs/*.py")])


def test_the_application_is_local_and_sends_nothing() -> None:
    settings = tomllib.loads((APP / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"] | {"headless": True} == settings["server"]
    assert (settings["server"]["address"], settings["server"]["port"]) == ("127.0.0.1", 8501)
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["disableDataExport"] is True
    assert settings["client"]["showErrorLinks"] is False
    for path in SOURCES:
        text = path.read_text("utf-8")
        assert not re.search(r"https?://", text), path
        # Streamlit fetches the icons of pages from a website.
        assert not re.search(r"page_icon|st\.Page\([^)]*icon|st\.map|pydeck", text), path


def test_pages_contain_no_sql() -> None:
    for path in SOURCES:
        if path.parent.name == "tabs":
            text = path.read_text("utf-8").lower()
            assert not re.search(r"\bselect\b.*\bfrom\b|duckdb|\.sql\(|\.execute\(", text), path


def test_a_colour_has_one_meaning() -> None:
    assert len(set(PALETTE.values())) == len(PALETTE)
    assert set(MEANINGS.values()) <= set(PALETTE)


def test_every_lifecycle_stage_has_a_place_and_a_colour(root: Path) -> None:
    """The charts would put a stage without a place last, in the colour of the measure."""
    text = (root / "macros" / "lifecycle" / "stages.sql").read_text("utf-8")
    rules = text[text.index("{% macro lifecycle_stage(") :].split("{%- endmacro %}")[0]
    stages = re.findall(r"(?:then|else) '([\w-]+)'", rules)
    page = (APP / "tabs" / "lifecycle.py").read_text("utf-8")
    shown = ast.literal_eval(page[page.index("STAGES = ") + 9 :].split("  # fmt: skip")[0])
    assert len(stages) == len(shown) == 8
    assert set(stages) == set(shown) <= set(MEANINGS)


def test_the_application_masks_the_columns_that_the_warehouse_tags(
    root: Path, manifest: dict[str, Any]
) -> None:
    macro = root / "macros" / "snowflake" / "personal_column_names.sql"
    declared = set(NAMES.findall(macro.read_text("utf-8")))
    tagged = {
        column["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
        for column in node["columns"].values()
        if column["data_type"] in ("varchar", "date")
        and (
            column["config"].get("meta", {}).get("personal_data")
            or {column["name"], re.sub("_[lr]$", "", column["name"])} & declared
        )
    }
    assert tagged == PERSONAL


SEARCH = """
from dashboard.block_keys import engine
from dashboard.search_keys import fields_of
from dashboard.source import is_on_snowflake

assert is_on_snowflake()
print(len(engine().keys(fields_of("Ann Lee"))))
"""


def test_the_deployment_to_snowflake_is_complete(root: Path, tmp_path: Path) -> None:
    (entity,) = yaml.safe_load((root / "snowflake.yml").read_text("utf-8"))["entities"].values()
    for part in entity["artifacts"]:
        source, target = root / part["src"], tmp_path / part["dest"] / Path(part["src"]).name
        target.parent.mkdir(parents=True, exist_ok=True)
        ignored = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    deployed = {path.name for path in (tmp_path / "tabs").glob("*.py")}
    assert deployed == {path.name for path in (APP / "tabs").glob("*.py")}
    assert (tmp_path / entity["main_file"]).is_file()
    environment = yaml.safe_load((tmp_path / "environment.yml").read_text("utf-8"))
    assert environment["channels"] == ["snowflake"]
    # Isolated, so that nothing else of the project can be imported.
    start = f"import sys; sys.path.insert(0, {str(tmp_path)!r})"
    without_paths = "sys.path[:] = [path for path in sys.path if not path.endswith('scripts')]"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{start}; {without_paths}\n{SEARCH}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 3
