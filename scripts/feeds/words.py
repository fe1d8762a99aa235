"""Parses word lists for the tables of names and places."""


def listed(text: str) -> tuple[str, ...]:
    """The items of a string separated by commas or line breaks, stripped."""
    return tuple(name.strip() for name in text.replace("\n", ",").split(",") if name.strip())
