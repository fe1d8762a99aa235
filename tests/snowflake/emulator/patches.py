"""All changes to fakesnow's modules."""

from __future__ import annotations

import re
from typing import Any

import fakesnow.arrow
import fakesnow.cursor
import fakesnow.info_schema
import fakesnow.rowtype
import fakesnow.server
import fakesnow.transforms
import pyarrow as pa
import pyarrow.compute as pc
from duckdb import DuckDBPyConnection
from fakesnow.arrow import timestamp_to_sf_struct
from sqlglot import exp

from emulator import packages
from emulator.parsing import parse_one

GLOBAL = fakesnow.info_schema.fs_global_creation_sql
PER_DATABASE = fakesnow.info_schema.per_db_creation_sql
INFORMATION_SCHEMA = fakesnow.transforms.information_schema_fs
TABLE_COMMENT = fakesnow.info_schema.insert_table_comment_sql
CREATE_TABLE_AS = fakesnow.transforms.create_table_as


class ColumnTypes(dict[str, str]):
    """DuckDB's types of columns -> Snowflake's; arrays are vectors, of any length."""

    def get(self, key: str, default: Any = None) -> Any:
        """Snowflake's type."""
        return "vector" if re.fullmatch(r"DOUBLE\[\d+\]", key) else super().get(key, default)


def timestamps_with_nulls(timestamps: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Timestamps as the connector reads them; fakesnow makes nulls midnight of 1970-01-01."""
    if isinstance(timestamps, pa.ChunkedArray):
        timestamps = timestamps.combine_chunks()
    structs = timestamp_to_sf_struct(timestamps)
    parts = [pc.fill_null(structs.field(number), 0) for number in range(structs.type.num_fields)]
    return pa.StructArray.from_arrays(parts, fields=list(structs.type), mask=pc.is_null(timestamps))


def unchanged(expression: exp.Expression) -> exp.Expression:
    """Leave an expression as it is."""
    return expression


def of_account() -> str:
    """Statements for a new account. A sum of whole numbers is NUMBER(38, 0), like these."""
    statements = GLOBAL()
    whole, wholes = "columns.data_type='BIGINT'", "columns.data_type in ('BIGINT', 'HUGEINT')"
    if whole not in statements:
        raise RuntimeError("fakesnow's view of columns has changed")
    return statements.replace(whole, wholes)


def per_database(catalog: str) -> str:
    """Statements for a new database. INFORMATION_SCHEMA.TABLES has the views as well, and
    INFORMATION_SCHEMA.PACKAGES the packages of this environment."""
    schema = f"{catalog}._fs_information_schema"
    return f"""
        {PER_DATABASE(catalog)};
        alter view {schema}._fs_tables rename to _fs_base_tables;
        create view {schema}._fs_tables as
        select * from {schema}._fs_base_tables
        union all by name
        select
            views.database_name as "TABLE_CATALOG", views.schema_name as "TABLE_SCHEMA",
            views.view_name as "TABLE_NAME", 'SYSADMIN' as "TABLE_OWNER", 'VIEW' as "TABLE_TYPE",
            'NO' as "IS_TRANSIENT", described.comment as "COMMENT"
        from duckdb_views() as views
        left join _fs_global._fs_information_schema._fs_tables_ext as described
            on views.database_name = described.ext_table_catalog
            and views.schema_name = described.ext_table_schema
            and views.view_name = described.ext_table_name
        where
            not views.internal and views.database_name = '{catalog}'
            and views.schema_name <> '_fs_information_schema';
        create view {schema}._fs_packages as {packages.listed()}
    """


def information_schema(expression: exp.Expression) -> exp.Expression:
    """Views of INFORMATION_SCHEMA that are the emulator's own."""
    if (
        isinstance(expression, exp.Table)
        and expression.db == "INFORMATION_SCHEMA"
        and expression.name == "PACKAGES"
    ):
        expression.set("this", exp.to_identifier("_FS_PACKAGES"))
        expression.set("db", exp.to_identifier("_FS_INFORMATION_SCHEMA"))
        return expression
    return INFORMATION_SCHEMA(expression)


def table_comment(catalog: str, schema: str, table: str, comment: str) -> str:
    """The statement that keeps a comment, which may have quotes."""
    return TABLE_COMMENT(catalog, schema, table, (comment or "").replace("'", "''"))


def create_table_as(expression: exp.Expression, duck_conn: DuckDBPyConnection) -> exp.Expression:
    """fakesnow asks for the columns of a star in SQL that is not DuckDB's."""
    if isinstance(expression, exp.Create) and isinstance(expression.this, exp.Schema):
        query = expression.expression
        query = query.unnest() if isinstance(query, exp.Subquery) else query
        if isinstance(query, exp.Select) and query.is_star:
            columns = duck_conn.execute(f"describe {query.sql('duckdb')}").fetchall()
            query.set("expressions", [exp.column(exp.to_identifier(name)) for name, *_ in columns])
    return CREATE_TABLE_AS(expression, duck_conn)


def install() -> None:
    """Let fakesnow use the emulator's parser and conversions."""
    fakesnow.server.parse_one = parse_one
    fakesnow.cursor.parse_one = parse_one
    # Snowflake adds decimals exactly, fakesnow as doubles.
    fakesnow.transforms.numeric_agg_implicit_cast = unchanged
    # fakesnow replaces a name by an alias of the SELECT even if it is a column; DuckDB does not.
    fakesnow.transforms.alias_in_join = unchanged
    fakesnow.transforms.alias_in_where = unchanged
    fakesnow.transforms.information_schema_fs = information_schema
    fakesnow.transforms.create_table_as = create_table_as
    fakesnow.info_schema.fs_global_creation_sql = of_account
    fakesnow.info_schema.per_db_creation_sql = per_database
    fakesnow.info_schema.insert_table_comment_sql = table_comment
    fakesnow.arrow.timestamp_to_sf_struct = timestamps_with_nulls
    fakesnow.rowtype.duckdb_to_sf_type = ColumnTypes(fakesnow.rowtype.duckdb_to_sf_type)
