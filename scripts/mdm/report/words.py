"""Counts in words."""


def counted(number: int, noun: str) -> str:
    """Return a number and what is counted, such as "1 pair" and "2 pairs"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
