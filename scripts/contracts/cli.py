"""`python -m contracts generate | check | lint`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from contracts.feed import Feed
from contracts.generate import generated_files
from contracts.read import SUFFIX, ContractError, read_feeds
from contracts.unstored import unstored_columns

ROOT = Path(__file__).resolve().parents[2]
OK, REFUSED = 0, 1


def differing_files(root: Path, feeds: list[Feed]) -> Iterator[tuple[str, str]]:
    """The generated files that are missing or differ from the contracts: path, expected text."""
    for name, text in generated_files(feeds):
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            yield name, text


def generate(root: Path) -> list[str]:
    """Writes the generated files that differ, and names columns that no model stores.

    Returns no problems.
    """
    feeds = read_feeds(root / "contracts")
    for name, text in differing_files(root, feeds):
        (root / name).write_text(text, encoding="utf-8")
        print(f"Wrote {name}")
    for feed, column in unstored_columns(root, feeds):
        print(
            f"{feed}.{column} is checked, but no model stores it:"
            " see 'A new column' in contracts/README.md"
        )
    return []


def check(root: Path) -> list[str]:
    """A problem for each generated file that differs from the contracts."""
    return [
        f"{name} differs from the contracts; run `make contracts`"
        for name, _ in differing_files(root, read_feeds(root / "contracts"))
    ]


def contract_problems(root: Path, command: Callable[[Path], list[str]] = check) -> list[str]:
    """The problems that a command finds, or those that prevent reading the contracts."""
    try:
        return command(root)
    except ContractError as error:
        return str(error).splitlines()


def lint(root: Path) -> list[str]:
    """What datacontract-cli, and then `check`, find wrong."""
    from contracts.lint import lint_problems

    return list(lint_problems(sorted((root / "contracts").glob(f"*{SUFFIX}")))) or check(root)


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "generate": generate,
    "check": check,
    "lint": lint,
}


def main(argv: Sequence[str], root: Path = ROOT) -> int:
    """Runs a command; prints each problem on a line of stderr and returns 1 if there are any."""
    parser = argparse.ArgumentParser(
        prog="contracts",
        description="generate writes what follows from contracts/, check compares it, lint also "
        "validates the contracts with datacontract-cli.",
    )
    parser.add_argument("command", choices=COMMANDS)
    options = parser.parse_args(argv)
    problems = contract_problems(root, COMMANDS[options.command])
    for problem in problems:
        print(problem, file=sys.stderr)
    return REFUSED if problems else OK
