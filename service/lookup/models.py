"""The requests and answers of the service, as its OpenAPI page shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from mdm.standardise.records import RECORD_COLUMNS

LONGEST = 200
Value = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)]


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str
    errors: list[str] = []


class GoldenValue(BaseModel):
    """A golden value with the record and the survivorship rule that it comes from."""

    attribute: str
    golden_value: str | None
    source_system: str | None
    customer_id: str | None
    winning_rule: str | None


class Record(BaseModel):
    """A record of the customer, with its name and contact data as the source wrote them."""

    source_system: str
    customer_id: str
    is_birth_record: bool
    member_from: str
    full_name: str | None
    email: str | None
    phone: str | None
    address: str | None
    postcode: str | None
    city: str | None


class Customer(BaseModel):
    """A golden customer."""

    customer_uid: str
    full_name: str | None
    city: str | None
    country: str | None
    created_date: str | None
    status: str | None
    lifecycle_stage: str | None
    churn_risk_tier: str | None
    lifetime_value_eur: float | None
    total_orders: int | None
    record_count: int | None
    source_systems: str | None
    health_score: float | None
    golden_values: list[GoldenValue]
    records: list[Record]


class FoundCustomer(BaseModel):
    """A customer that matches a search."""

    customer_uid: str
    full_name: str | None
    city: str | None
    country: str | None
    record_count: int | None
    source_systems: str | None
    found_by: list[str]
    similarity: float


class Found(BaseModel):
    """The customers that match a search, best first."""

    customers: list[FoundCustomer]


class Event(BaseModel):
    """An order, service contact, deal, alert, payment or day of web events."""

    event_at: str | None
    type: str
    details: dict[str, Any]
    amount_eur: float | None


class Timeline(BaseModel):
    """The events of a customer, the newest first."""

    customer_uid: str
    events: list[Event]


class Resolved(BaseModel):
    """A customer that now has records of the uid; the main one has its birth record."""

    resolved_uid: str
    relation: str
    is_main: bool


class Resolution(BaseModel):
    """The customers to which a customer uid leads now."""

    customer_uid: str
    status: str
    status_since: str | None
    resolved: list[Resolved]


# All but the source.
COMPARED = RECORD_COLUMNS[1:]


class Message(BaseModel):
    """What a customer wrote, with a score of how well it answers the question."""

    customer_uid: str
    written_in: Literal["Ticket", "Interaction"]
    document_id: str
    written_at: str
    channel: str | None
    occasion: str | None
    sentiment: str | None
    message: str
    score: float


class Messages(BaseModel):
    """The messages that answer a question best, the highest score first.

    compared: `meaning` if the messages have embeddings, otherwise `words`.
    """

    compared: Literal["meaning", "words"]
    messages: list[Message]


class NewRecord(BaseModel):
    """A customer record as its source writes it; at least one field has a value."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"full_name": "Dianne Fleuri", "email": "d.fleury@example.com"},
            "anyOf": [
                {"required": [name], "properties": {name: {"type": "string", "pattern": r"\S"}}}
                for name in COMPARED
            ],
        },
    )

    source: Value | None = Field(None, description="Source system, such as SAP.")
    first_name: Value | None = None
    last_name: Value | None = None
    org_name: Value | None = None
    full_name: Value | None = None
    email: Value | None = None
    phone: Value | None = None
    address: Value | None = None
    city: Value | None = None
    postcode: Value | None = None
    country: Value | None = None
    birth_date: Value | None = None
    national_id: Value | None = None

    @model_validator(mode="after")
    def has_values(self) -> NewRecord:
        """Refuse a record without anything to compare."""
        if not any(getattr(self, name) for name in COMPARED):
            raise ValueError("give at least one field besides source")
        return self


class Candidate(BaseModel):
    """A stored record with the evidence for and against being the same customer.

    match_weights are in bits: one more doubles the odds. A guard keeps the pair out of AUTO_MERGE.
    """

    model_config = ConfigDict(protected_namespaces=())

    record_id: str
    customer_uid: str
    source_system: str
    customer_id: str
    full_name: str | None
    match_score: float
    rule_score: float
    tier: Literal["AUTO_MERGE", "REVIEW", "NO_MATCH"]
    guard: str | None
    levels: dict[str, str]
    match_weights: dict[str, float]
    reasons: list[str]
    model_version: str


class Candidates(BaseModel):
    """The candidates of a record, the highest match score first."""

    candidate_count: int
    candidates: list[Candidate]


class Health(BaseModel):
    """Whether the newest publication is served, and its date."""

    status: Literal["ok", "degraded"]
    data_until: str | None
    built_at: str | None
    customers: int
    model_version: str
    problem: str | None

    model_config = ConfigDict(protected_namespaces=())
