"""A baseline that matches by exact keys alone: customer records connected by equal values."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

Table = tuple[Sequence[str], Sequence[Sequence[str]]]
GENERIC_ABOVE = 20
# system: feed, key, name parts, e-mail, phone, postcode
COLUMNS = {
    "SAP": ("sap_kna1", "KUNNR", ("NAME1", "NAME2"), "SMTP_ADDR", "TELF1", "PSTLZ"),
    "Salesforce": ("salesforce_accounts", "Id", ("Name",), "Email", "Phone", "BillingPostalCode"),
    "Oracle": (
        "oracle_customers",
        "CUSTOMER_ID",
        ("FIRST_NAME", "LAST_NAME"),
        "EMAIL",
        "PHONE",
        "ZIP_CODE",
    ),
    "E-Commerce": (
        "orders",
        "ORDER_ID",
        ("BUYER_NAME",),
        "BUYER_EMAIL",
        "BUYER_PHONE",
        "BUYER_ZIP",
    ),
    "Support": ("support_tickets", "TICKET_ID", (), "CONTACT_EMAIL", "CONTACT_PHONE", ""),
    "Marketing": ("marketing_leads", "LEAD_ID", ("FULL_NAME",), "", "PHONE", ""),
}
PLACEHOLDERS = {
    "test@test.com",
    "noemail@noemail.com",
    "noreply@example.com",
    "none@none.com",
    "n/a",
    "0000000000",
    "9999999999",
    "123456789",
}
Record = tuple[str, str]


def exact_keys(name: str, email: str, phone: str, postcode: str) -> set[tuple[str, ...]]:
    """The exact keys of one version: e-mail, last ten digits, full name with postcode."""
    keys: set[tuple[str, ...]] = set()
    if email.strip() and email.strip().lower() not in PLACEHOLDERS:
        keys.add(("email", email.strip().lower()))
    digits = "".join(character for character in phone if character.isdigit())[-10:]
    if len(digits) >= 7 and digits not in PLACEHOLDERS:
        keys.add(("phone", digits))
    if name.strip() and postcode.strip():
        keys.add(("name", " ".join(name.upper().split()), postcode.strip()))
    return keys


def record_keys(feeds: Mapping[str, Table]) -> dict[Record, set[tuple[str, ...]]]:
    """The exact keys of the last delivered version of every customer record."""
    last: dict[Record, set[tuple[str, ...]]] = {}
    for system, (feed, key, names, email, phone, postcode) in COLUMNS.items():
        header, rows = feeds[feed]
        place = {column: at for at, column in enumerate(header)}
        for row in rows:
            if feed == "orders" and row[place["ORDER_SOURCE"]] != "E-Commerce":
                continue
            cell = {column: row[at] for column, at in place.items()}
            last[system, cell[key]] = exact_keys(
                " ".join(cell[name] for name in names if cell[name]),
                cell.get(email, ""),
                cell.get(phone, ""),
                cell.get(postcode, ""),
            )
    return last


def union_by_keys(keys: Mapping[Record, Iterable[tuple[str, ...]]]) -> dict[Record, Record]:
    """Cluster of each record, connected by keys that at most 20 records share."""
    holders: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record, own in keys.items():
        for key in own:
            holders[key].append(record)
    parent = {record: record for record in keys}

    def root(record: Record) -> Record:
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    for members in holders.values():
        if len(members) <= GENERIC_ABOVE:
            for member in members[1:]:
                parent[root(member)] = root(members[0])
    return {record: root(record) for record in keys}


def pairs(groups: Iterable[object]) -> int:
    """Number of pairs within groups, from the group of each record."""
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def quality(clusters: Mapping[Record, object], truth: Mapping[Record, str]) -> tuple[float, float]:
    """Pairwise precision and recall of clusters over the records of the truth."""
    records = [record for record in truth if record in clusters]
    both = pairs((clusters[record], truth[record]) for record in records)
    found = pairs(clusters[record] for record in records)
    return both / max(found, 1), both / pairs(truth.values())
