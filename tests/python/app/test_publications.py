"""The application shows each new publication, and never blocks one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from application import application

from dashboard.publication import NotPublishedError
from dashboard.query import query
from dashboard.source import SnowflakeSchema, current_source
from dashboard.statement import rows
from warehouse.publication.database_copy import swap


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """A function that publishes a database with some pages, which the application reads."""
    working, published = tmp_path / "working.duckdb", tmp_path / "c360.duckdb"
    monkeypatch.setenv("C360_PUBLISHED_PATH", str(published))

    def build_and_swap(pages: int) -> None:
        working.unlink(missing_ok=True)
        with duckdb.connect(str(working)) as connection:
            connection.execute("create schema marts")
            connection.execute(f"create table marts.dim_page as from range({pages}) as t(page)")
        swap(working, published)

    return build_and_swap


def test_a_new_publication_is_read_at_once_and_replaces_the_one_that_is_open(
    publish: Callable[[int], None],
) -> None:
    for pages in (3, 5, 7):
        publish(pages)
        assert query("dim_page", (), {"pages": rows()})["pages"][0] == pages
        before = current_source()
    publish(9)
    assert (
        before.frame("select count(*) as pages from publication.marts.dim_page", ())["pages"][0]
        == 7
    )
    assert current_source().key != before.key


def test_the_published_database_is_opened_read_only(
    publish: Callable[[int], None],
) -> None:
    publish(1)
    with pytest.raises(duckdb.Error, match="read-only"):
        current_source().frame("delete from publication.marts.dim_page", ())


def test_without_a_published_database_the_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_PUBLISHED_PATH", str(tmp_path / "c360.duckdb"))
    app = application().run()
    assert not app.exception
    assert "make build" in app.error[0].value


def test_a_publication_of_a_different_version_is_reported(
    publish: Callable[[int], None],
) -> None:
    publish(1)
    with pytest.raises(NotPublishedError, match="mart_status"):
        query("mart_status", ["mart"])


def test_rows_of_snowflake_have_the_types_of_duckdb() -> None:
    class Session:
        """Answers every statement with the same rows, as Snowpark returns them."""

        def sql(self, sql: str, params: list[object]) -> Session:
            self.asked = (sql, params)
            return self

        def to_pandas(self) -> pd.DataFrame:
            return pd.DataFrame(
                {
                    "DAY": [date(2026, 1, 10), None],
                    "REVENUE_EUR": [Decimal("1.50"), None],
                    "REGION": ["EMEA", None],
                    "ORDERS": [2, 3],
                }
            )

    session = Session()
    rows_found = SnowflakeSchema(session, "key").frame("select ?", ("EMEA",))
    assert session.asked == ("select ?", ["EMEA"])
    assert [str(kind) for kind in rows_found.dtypes][1:] == ["float64", "object", "int64"]
    assert rows_found["day"].iloc[0].date() == date(2026, 1, 10)
    assert rows_found["revenue_eur"].sum() == 1.5


def test_the_page_shows_the_date_of_its_data(as_reader: None) -> None:
    app = application().run()
    captions = " ".join(item.value for item in app.sidebar.caption)
    assert "Data until **10 Jan 2026**" in captions
    assert "personal data is masked" in captions
