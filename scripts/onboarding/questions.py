"""The comments in a contract that ask a person to decide."""

from __future__ import annotations

import re


class Questions:
    """Numbers the questions of a contract; how many there are is known at the end."""

    def __init__(self) -> None:
        self.count = 0

    def ask(self, first: str, *more: str, indent: int = 0) -> list[str]:
        """A comment with a question."""
        self.count += 1
        start = " " * indent + "# "
        return [f"{start}DECIDE {self.count} of @: {first}", *(start + line for line in more)]

    def numbered(self, contract: str) -> str:
        """The contract with the number of questions in each of them."""
        return re.sub(r"(# DECIDE \d+) of @", rf"\1 of {self.count}", contract)
