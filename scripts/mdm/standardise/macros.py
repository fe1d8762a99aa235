"""The identity macros of the dbt project, rendered without dbt."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

MACROS = Path(__file__).resolve().parents[3] / "macros" / "identity"
# Macros of other folders that the identity macros call.
SHARED = tuple(
    MACROS.parent / "types" / name
    for name in ("text_literal.sql", "matches_pattern.sql", "time_text.sql")
)


class Adapter:
    """Replaces dbt's `adapter`: finds an engine's version of a macro, or the default."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.macros: Any = None

    def dispatch(self, name: str, _package: str | None = None) -> Callable[..., str]:
        """Return the macro `<engine>__<name>` or `default__<name>`; AttributeError if neither."""
        return getattr(self.macros, f"{self.engine}__{name}", None) or getattr(
            self.macros, f"default__{name}"
        )


@cache
def load_macros(
    engine: str = "duckdb", folder: Path = MACROS, further: tuple[Path, ...] = ()
) -> Any:
    """Return the macros of a folder and of further files as functions that return SQL.

    Raises FileNotFoundError when the folder has no macro files.
    """
    files = sorted(folder.glob("*.sql"))
    if not files:
        raise FileNotFoundError(f"no macros in {folder}")
    adapter = Adapter(engine)
    environment = jinja2.Environment(
        extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined, autoescape=False
    )
    text = "\n".join(file.read_text(encoding="utf-8") for file in (*files, *further, *SHARED))
    adapter.macros = environment.from_string(text, globals={"adapter": adapter}).module
    return adapter.macros
