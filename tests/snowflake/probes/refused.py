"""Probes of statements that Snowflake refuses and DuckDB would execute."""

from probes import Fails, Probe

RESERVED = "sql-reference/reserved-keywords"
SUBQUERY = "sql-reference/operators-subquery"
UNSUPPORTED = Fails("Unsupported subquery type")
TABLES = "create table a (x int) ;; create table b (x int) ;; "

PROBES = [
    Probe(
        "A reserved word cannot name a schema",
        RESERVED,
        "create schema probes.increment",
        Fails("(?i)increment"),
    ),
    Probe(
        "A reserved word cannot name a schema in a query",
        RESERVED,
        "select x from increment.orders",
        Fails("(?i)reserved word"),
    ),
    Probe(
        "A reserved word cannot name a column",
        RESERVED,
        "create table t (start int)",
        Fails("(?i)start"),
    ),
    Probe(
        "A reserved word cannot be an alias",
        RESERVED,
        "select 1 as row",
        Fails("(?i)row"),
    ),
    Probe(
        "A reserved word cannot name a common table expression",
        RESERVED,
        "with following as (select 1 as x) select x from following",
        Fails("(?i)following"),
    ),
    Probe(
        "A reserved word in double quotes is a name",
        "sql-reference/identifiers-syntax",
        'select "START" from (select 1 as "START") as t',
        [(1,)],
    ),
    Probe(
        "IN with a subquery is a condition of WHERE",
        SUBQUERY,
        TABLES + "select x from a where x in (select x from b)",
        [],
    ),
    Probe(
        "IN with a subquery cannot be a column",
        SUBQUERY,
        TABLES + "select x in (select x from b) from a",
        UNSUPPORTED,
    ),
    Probe(
        "IN with a subquery cannot be an argument of OR",
        SUBQUERY,
        TABLES + "select x from a where x = 1 or x in (select x from b)",
        UNSUPPORTED,
    ),
    Probe(
        "NOT IN with a subquery has the same restrictions",
        SUBQUERY,
        TABLES + "select case when x not in (select x from b) then 1 end from a",
        UNSUPPORTED,
    ),
    Probe(
        "IN with a subquery cannot be a condition of a join",
        SUBQUERY,
        TABLES + "select a.x from a join b on a.x in (select x from b)",
        UNSUPPORTED,
    ),
    Probe(
        "EXISTS that refers to the query around it cannot be an argument of OR",
        SUBQUERY,
        TABLES + "select x from a where x = 1 or exists (select 1 from b where b.x = a.x)",
        UNSUPPORTED,
    ),
    Probe(
        "EXISTS that does not refer to the query around it can be anywhere",
        SUBQUERY,
        TABLES + "select exists (select 1 from b)",
        [(False,)],
    ),
    Probe(
        "A function that Snowflake lacks is an error",
        "sql-reference/functions-all",
        "select list_contains(array_construct(1), 1)",
        Fails("Unknown function LIST_CONTAINS"),
    ),
    Probe(
        "A table that does not exist is an error that names it",
        "sql-reference/sql/select",
        "select 1 from missing",
        Fails("MISSING"),
    ),
    Probe(
        "A column that does not exist is an error that names it",
        "sql-reference/sql/select",
        "create table a (x int) ;; select missing from a",
        Fails("MISSING"),
    ),
    Probe(
        "A syntax error is an error with a position",
        "sql-reference/sql/select",
        "select from where",
        Fails("(?i)line 1|syntax"),
    ),
    Probe(
        "A null in a column that is NOT NULL is an error",
        "sql-reference/constraints-overview",
        "create table a (x int not null) ;; insert into a select null",
        Fails("(?i)not null"),
    ),
]
