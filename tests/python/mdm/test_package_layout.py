"""The match engine's sub-packages import each other in one direction, that of the data flow."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

import mdm

ROOT = Path(mdm.__file__).parent
PROJECT = ROOT.parents[1] / "dbt_project.yml"
# A part imports itself and the parts before it.
ORDER = (
    "tables", "files", "match_model", "seeds",
    "standardise", "block", "compare", "score", "prune", "cluster", "identify",
    "learn", "match", "report", "command",
)  # fmt: skip
ENTRY_POINTS = ("__init__", "__main__")
MOST_LINES, MOST_FILES = 200, 13
GENERATED = ("score.listed_names",)
"""Lists that `python -m reference_data` writes."""


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(text: str, module: str, is_package: bool = False) -> set[str]:
    """The modules of the engine that a module imports, relative to the engine's folder."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = package[: len(package) - node.level + 1]
            base = ".".join([*start, *(node.module or "").split(".")]).strip(".")
            names = [base] if node.module else [f"{base}.{a.name}".strip(".") for a in node.names]
            found.update(names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "mdm":
            found.add(node.module.removeprefix("mdm").strip("."))
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] == "mdm"]
            found.update(name.removeprefix("mdm").strip(".") for name in names)
    return found


MODULES = {
    module_name(path): path for path in sorted(ROOT.rglob("*.py")) if path.stem != "__init__"
}
IMPORTS = {name: imported(path.read_text(encoding="utf-8"), name) for name, path in MODULES.items()}


def imports_of_later_parts(module: str, imports: set[str]) -> set[str]:
    """The imports of a module from later parts."""
    place = ORDER.index(module.split(".")[0])
    return {name for name in imports if ORDER.index(name.split(".")[0]) > place}


def test_every_part_has_a_place_in_the_order():
    assert {name.split(".")[0] for name in MODULES} - set(ENTRY_POINTS) == set(ORDER)


@pytest.mark.parametrize("module", [name for name in MODULES if name not in ENTRY_POINTS])
def test_a_module_imports_only_its_own_part_and_earlier_ones(module):
    assert imports_of_later_parts(module, IMPORTS[module]) == set()


@pytest.mark.parametrize(
    "text",
    ["from ..score.pairs import score_pairs", "import mdm.score.pairs", "from mdm.score import x"],
)
def test_an_import_against_the_order_is_found(text):
    assert imports_of_later_parts("block.candidates", imported(text, "block.candidates"))


def test_no_two_modules_import_each_other():
    waiting = {name: imports & set(MODULES) for name, imports in IMPORTS.items()}
    while waiting:
        free = {name for name, imports in waiting.items() if not imports & set(waiting)}
        assert free, f"a cycle among {sorted(waiting)}"
        waiting = {name: imports for name, imports in waiting.items() if name not in free}


def test_modules_and_folders_stay_small():
    written = {name: path for name, path in MODULES.items() if name not in GENERATED}
    lines = {name: path.read_text().count("\n") for name, path in written.items()}
    assert {name: count for name, count in lines.items() if count >= MOST_LINES} == {}
    folders = Counter(path.parent.name for path in MODULES.values())
    assert {folder: count for folder, count in folders.items() if count > MOST_FILES} == {}


def test_import_mdm_needs_only_the_packages_that_the_dbt_models_declare():
    """Snowflake has no others, such as duckdb and jinja2, which the command uses."""
    text = (ROOT / "__init__.py").read_text(encoding="utf-8")
    reached, waiting = set(), imported(text, "", is_package=True)
    while waiting:
        reached |= waiting
        waiting = {name for module in waiting for name in IMPORTS[module]} - reached
    needed = set()
    for name in reached:
        for node in ast.parse(MODULES[name].read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                needed |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                needed.add(node.module.split(".")[0])
    text = PROJECT.read_text(encoding="utf-8")
    configured = yaml.safe_load(text)["models"]["customer_360"]["business_vault"]["+packages"]
    declared = {requirement.partition("==")[0] for requirement in configured}
    assert needed - set(sys.stdlib_module_names) <= declared
