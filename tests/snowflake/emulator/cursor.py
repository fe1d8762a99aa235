"""fakesnow's cursor, connection and instance with the emulator's additions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import duckdb
import sqlglot
from fakesnow.conn import FakeSnowflakeConnection
from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.instance import FakeSnow
from snowflake.connector.errors import Error, ProgrammingError
from sqlglot import exp

from emulator import macros, passes, rejections
from emulator.errors import as_snowflake_error
from emulator.ledger import DATABASE, Ledger
from emulator.patches import install
from emulator.session import Parameters

Result = TypeVar("Result")
# The rows of an INSERT OVERWRITE, of this session.
OVERWRITING = "overwriting_rows"


class EmulatedCursor(FakeSnowflakeCursor):
    """Reports every failure as an error of Snowflake, and merges as DuckDB does."""

    def execute(self, *arguments: Any, **options: Any) -> FakeSnowflakeCursor:
        """Execute a statement; a failure ends an open transaction, which DuckDB has given up."""
        try:
            return self._reported(super().execute, *arguments, **options)
        except Error:
            self._end_failed_transaction()
            raise

    def _describe_last_sql(self) -> list:
        return self._reported(super()._describe_last_sql)

    def _describe_only(self, command: str) -> list | None:
        return self._reported(super()._describe_only, command)

    def _reported(self, call: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
        try:
            return call(*arguments, **options)
        except Exception as error:
            raise as_snowflake_error(error) from error

    def _end_failed_transaction(self) -> None:
        try:
            self._duck_conn.execute("select 1")
        except duckdb.Error:
            self._duck_conn.rollback()
            self._conn._in_transaction = False  # noqa: SLF001
            self._conn.has_begun = False

    def _transform(self, expression: exp.Expression, params: Any) -> exp.Expression:
        if expression.meta.get(rejections.NEEDS_COLUMNS):
            rejections.check_subqueries(expression, self._columns_of)
        rules = passes.Rules()
        super()._transform(rules, params)
        return passes.applied(expression, rules.rules)

    def _columns_of(self, table: exp.Table) -> set[str] | None:
        """The columns of a table in lower case; None if there is no such table."""
        rows = self._duck_conn.execute(
            "select lower(column_name) from duckdb_columns() where upper(table_name) = ?"
            " and upper(schema_name) = coalesce(?, upper(current_schema()))"
            " and upper(database_name) = coalesce(?, upper(current_database()))",
            [table.name.upper(), table.db.upper() or None, table.catalog.upper() or None],
        ).fetchall()
        return {column for (column,) in rows} or None

    def _transform_explode(self, expression: exp.Expression) -> list[exp.Expression]:
        """One statement for a MERGE: fakesnow's temporary tables fail in a transaction. One for an
        INSERT OVERWRITE: it reads the rows that it replaces, and keeps them if it fails."""
        if isinstance(expression, exp.Merge):
            self._require_one_source_row(expression)
            return [expression]
        if isinstance(expression, exp.Insert) and expression.args.get("overwrite"):
            return [expression]
        return super()._transform_explode(expression)

    def _execute(self, transformed: exp.Expression, params: Any = None) -> None:
        if isinstance(transformed, exp.Insert) and transformed.args.get("overwrite"):
            self._overwrite(transformed, params)
            return
        super()._execute(transformed, params)
        if isinstance(transformed, exp.Transaction | exp.Commit | exp.Rollback):
            self._conn.has_begun = isinstance(transformed, exp.Transaction)
        if isinstance(transformed, exp.Merge):
            # DuckDB counts the rows; it does not say which were inserted.
            (count,) = self._arrow_table.column(0).to_pylist()
            result = f'select {count} as "number of rows inserted", 0 as "number of rows updated"'
            super()._execute(sqlglot.parse_one(result, read="duckdb"))
            self._rowcount = count

    def _overwrite(self, insert: exp.Insert, params: Any) -> None:
        """Replace all rows of a table, in a transaction of its own unless one is open."""
        rows = exp.Create(
            this=exp.to_table(OVERWRITING), kind="TABLE", replace=True,
            properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
            expression=insert.expression,
        )  # fmt: skip
        self._duck_conn.execute(rows.sql(dialect="duckdb"), params)
        target = insert.this.this if isinstance(insert.this, exp.Schema) else insert.this
        insert.set("overwrite", None)
        insert.set("expression", exp.select("*").from_(OVERWRITING))
        with self._transaction():
            self._duck_conn.execute(exp.delete(target.copy()).sql(dialect="duckdb"))
            super()._execute(insert)
        self._duck_conn.execute(f"drop table {OVERWRITING}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction for several statements, unless one is open."""
        if self._conn.has_begun or self._conn._in_transaction:  # noqa: SLF001
            yield
            return
        self._duck_conn.begin()
        try:
            yield
        except Exception:
            self._duck_conn.rollback()
            raise
        self._duck_conn.commit()

    def _require_one_source_row(self, merge: exp.Merge) -> None:
        """Raise an error if several source rows match a row that the MERGE updates or deletes."""
        actions = [when.args.get("then") for when in merge.args["whens"].expressions]
        if not any(action is not None and not isinstance(action, exp.Insert) for action in actions):
            return
        target, source = merge.this.copy(), merge.args["using"].copy()
        row = exp.column("rowid", table=target.alias_or_name)
        repeated = (
            exp.select(row).from_(target).join(source, on=merge.args["on"].copy())
            .group_by(row).having("count(*) > 1").limit(1)
        )  # fmt: skip
        sql = self._transform(repeated, None).sql(dialect="duckdb").replace('"ROWID"', "rowid")
        if self._duck_conn.execute(sql).fetchall():
            raise ProgrammingError(
                msg="Duplicate row detected during DML action", errno=100090, sqlstate="42P18"
            )


class EmulatedConnection(FakeSnowflakeConnection):
    """A session with its parameters and its temporary relations.

    has_begun: whether a BEGIN has started a transaction that is still open.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.parameters = Parameters()
        self.temporary: dict[str, str] = {}
        self.has_begun = False
        self.set_variables()

    @property
    def duck(self) -> duckdb.DuckDBPyConnection:
        """The session's connection to DuckDB."""
        return self._duck_conn

    def set_variables(self) -> None:
        """Pass the parameters on that the translated SQL reads."""
        for name, value in self.parameters.variables().items():
            quoted = value.replace("'", "''")
            self.duck.execute(f"set variable {name} = '{quoted}'")

    def cursor(self, cursor_class: Any = None) -> EmulatedCursor:
        """A cursor on the session's connection to DuckDB."""
        return EmulatedCursor(conn=self, duck_conn=self.duck)

    def drop_temporary(self) -> None:
        """Drop what belongs to this session only."""
        for name, kind in self.temporary.items():
            self.duck.execute(f"drop {kind} if exists {name}")
        self.temporary.clear()


class EmulatedInstance(FakeSnow):
    """All databases of the server, the emulator's own with macros and ledger included."""

    def __init__(self) -> None:
        install()
        super().__init__()
        FakeSnowflakeConnection(self.duck_conn.cursor(), {}, DATABASE, "PUBLIC")
        macros.create_macros(self.duck_conn)
        self.ledger = Ledger(self.duck_conn.cursor())

    def connect(
        self, database: str | None = None, schema: str | None = None, **options: Any
    ) -> EmulatedConnection:
        """Open a session."""
        return EmulatedConnection(
            self.duck_conn.cursor(),
            self.results_cache,
            database,
            schema,
            create_database=self.create_database_on_connect,
            create_schema=self.create_schema_on_connect,
            **options,
        )
