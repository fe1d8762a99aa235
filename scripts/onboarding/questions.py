"""The comments in a contract that ask a person to decide."""

from __future__ import annotations

import re


class Questions:
    """Numbers the questions of a contract, as `1 of 3`; their number is known only at the end."""

    def __init__(self) -> None:
        self.count = 0

    def ask(self, first: str, *more: str, indent: int = 0) -> list[str]:
        """A comment with a question."""
        self.count += 1
        start = " " * indent + "# "
        return [f"{start}DECIDE {self.count} of @: {first}", *(start + line for line in more)]

    def numbered(self, contract: str) -> str:
        """The contract with the total number filled in at each question."""
        return re.sub(r"(# DECIDE \d+) of @", rf"\1 of {self.count}", contract)
