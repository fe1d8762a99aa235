"""A party: one person or organisation of the hidden population."""

from dataclasses import dataclass

from feeds.contacts import Address, Channel


@dataclass(frozen=True, slots=True)
class Party:
    """One person or organisation with its clean values.

    `channels` are the ways to reach it, the preferred one first; `weight` is its level of activity.
    Organisations have their name without legal form in `last`.
    """

    number: int
    kind: str
    country: str
    first: str
    last: str
    legal_form: str
    address: Address
    old_address: Address | None
    channels: tuple[Channel, ...]
    born: str
    tax_id: str
    industry: str
    weight: float

    @property
    def party_id(self) -> str:
        """The party's id in the truth files."""
        return f"P{self.number:06d}"

    @property
    def is_person(self) -> bool:
        """Whether the party is a person."""
        return self.kind == "person"

    @property
    def full_name(self) -> str:
        """The clean name on one line."""
        parts = (self.first, self.last) if self.is_person else (self.last, self.legal_form)
        return " ".join(part for part in parts if part)
