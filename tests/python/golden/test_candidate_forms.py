"""Which country a value is read in, and which record's spelling is shown."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

COLUMNS = (
    "time_axis text, customer_uid text, changed_at timestamp, customer_hk integer,"
    " source_system text, attribute text, attribute_value text, override_id text,"
    " effective_from timestamp"
)
DAY = "2026-01-01"


def candidates(connection: duckdb.DuckDBPyConnection, rows: Sequence[Sequence[str | None]]) -> None:
    """Put (record, attribute, value, override) of one customer into the table `live`."""
    connection.execute(f"create table live ({COLUMNS})")
    for customer_hk, attribute, value, override in rows:
        connection.execute(
            "insert into live values ('load_time', 'C-1', ?, ?, 'SAP', ?, ?, ?, ?)",
            [DAY, customer_hk, attribute, value, override, DAY],
        )


def test_a_number_is_read_in_the_country_of_its_record_or_the_only_one(macros) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table names as from (values ('GERMANY', 'DE'), ('FR', 'FR'), ('AT', 'AT'))"
            " as listed (name, country)"
        )
        rows = [(1, "country", "Germany", None), (1, "phone", "1", None), (2, "phone", "2", None),
                (3, "country", "Atlantis", None), (3, "phone", "3", None)]  # fmt: skip
        candidates(connection, rows)
        query = f"select customer_hk, country from ({macros().with_country('live', 'names')})"
        query += " where attribute = 'phone' order by 1"
        assert connection.sql(query).fetchall() == [(1, "DE"), (2, "DE"), (3, "DE")]
        connection.execute(
            "insert into live values"
            f" ('load_time', 'C-1', '{DAY}', 2, 'SAP', 'country', 'fr', null, '{DAY}'),"
            f" ('load_time', 'C-1', '{DAY}', 1, 'SAP', 'country', 'at', 'SO-1', '{DAY}')"
        )
        # Two countries: a record without one has none, and an override counts before the record.
        assert connection.sql(query).fetchall() == [(1, "AT"), (2, "FR"), (3, None)]


def test_a_record_with_a_better_spelling_of_the_same_value_gives_it(macros) -> None:
    forms = [
        ("full_name", "ANN LEE", "Ann Lee", False, "ANN LEE"),
        ("full_name", "Änn Lee", "Änn Lee", True, "ANN LEE"),
        ("full_name", "BOB RAY", "Bob Ray", False, "BOB RAY"),
        ("full_name", "bob ray", "Bob Ray", False, "BOB RAY"),
        ("email", "a+shop@x.de", "a+shop@x.de", False, "a@x.de"),
        ("email", "A@x.de", "a@x.de", True, "a@x.de"),
        ("email", "b+shop@x.de", "b+shop@x.de", False, "b@x.de"),
    ]
    with duckdb.connect() as connection:
        connection.execute(
            "create table forms (attribute text, attribute_value text, golden_form text,"
            " is_clean boolean, spelling_key text, country text)"
        )
        connection.executemany("insert into forms values ($1, $2, $3, $4, $5, null)", forms)
        rows = [(place, form[0], form[1], None) for place, form in enumerate(forms)]
        candidates(
            connection, [*rows, (9, "full_name", "bob ray", "SO-1"), (9, "segment", "Retail", None)]
        )
        connection.execute("alter table live add column country text")
        found = connection.sql(
            "select customer_hk, golden_form"
            f" from ({macros().with_golden_form('live', 'forms')}) order by 1, 2"
        ).fetchall()
    assert found == [
        (0, "Änn Lee"), (1, "Änn Lee"), (2, "bob ray"), (3, "bob ray"), (4, "a@x.de"),
        (5, "a@x.de"), (6, "b+shop@x.de"), (9, "Retail"), (9, "bob ray"),
    ]  # fmt: skip
