"""Writes the archive of the match engine that Snowflake's Python models import, by its version.

python -m warehouse.build.match_engine [--declare]

The version is a digest of scripts/mdm. dbt_project.yml has it in the path of the import, so that
models never run with an archive of different code.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from warehouse.options import ROOT

ENGINE = ROOT / "scripts" / "mdm"
PROJECT = ROOT / "dbt_project.yml"
OUT = ROOT / "target" / "match_engine"
IMPORT = re.compile(r"(?<=\.match_engine/)[0-9a-f]{12}(?=/mdm\.zip)")
# The same for each archive, so that equal code gives equal bytes.
TIME = (1980, 1, 1, 0, 0, 0)


def sources(engine: Path) -> list[Path]:
    """The modules of the match engine, sorted."""
    return sorted(engine.rglob("*.py"), key=lambda path: path.relative_to(engine).as_posix())


def engine_version(engine: Path) -> str:
    """The version of the match engine: 12 hexadecimal digits of a digest of its modules."""
    digest = hashlib.sha256()
    for path in sources(engine):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(engine).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def declared_version(project: Path) -> str:
    """The version that dbt_project.yml imports; empty if it imports none."""
    found = IMPORT.search(project.read_text(encoding="utf-8"))
    return found[0] if found else ""


def write_archive(engine: Path, folder: Path) -> Path:
    """Write <folder>/<version>/mdm.zip with the package `mdm`; returns its path."""
    path = folder / engine_version(engine) / "mdm.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sources(engine):
            name = (Path("mdm") / source.relative_to(engine)).as_posix()
            archive.writestr(zipfile.ZipInfo(name, TIME), source.read_bytes())
    return path


def main(argv: Sequence[str]) -> int:
    """Write the archive; with --declare, first write its version to dbt_project.yml."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.build.match_engine")
    parser.add_argument("--declare", action="store_true", help="import it in dbt_project.yml")
    version = engine_version(ENGINE)
    if parser.parse_args(argv).declare:
        text = PROJECT.read_text(encoding="utf-8")
        PROJECT.write_text(IMPORT.sub(version, text), encoding="utf-8")
    if declared_version(PROJECT) != version:
        print(
            f"dbt_project.yml imports version {declared_version(PROJECT)} of the match engine, but"
            f" scripts/mdm is version {version}:"
            " run `python -m warehouse.build.match_engine --declare`.",
            file=sys.stderr,
        )
        return 2
    print(write_archive(ENGINE, OUT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
