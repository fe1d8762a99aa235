"""Writes all generated files: python -m reference_data."""

import sys
from pathlib import Path

from . import calling_codes, countries, first_names, folding

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "macros/identity/folding_table.sql": folding.render,
    "macros/identity/calling_codes.sql": calling_codes.render,
    "seeds/reference/country_names.csv": countries.render,
    "seeds/reference/first_names.csv": first_names.render,
    "scripts/mdm/score/listed_names.py": first_names.render_listed_names,
}
"""Each generated file with the function that returns its text."""


def main() -> int:
    """Write the generated files; return 0."""
    for name, render in FILES.items():
        (ROOT / name).write_text(render(), encoding="utf-8")
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
