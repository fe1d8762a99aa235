"""Lists written as text, for the tables of names and places."""


def listed(text: str) -> tuple[str, ...]:
    """The names in a text that commas or line ends part, without the blanks around them."""
    return tuple(name.strip() for name in text.replace("\n", ",").split(",") if name.strip())
