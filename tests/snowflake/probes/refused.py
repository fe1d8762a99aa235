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
    Probe(
        "A reserved word cannot name the clone of a schema",
        RESERVED,
        "create schema one ;; create or replace schema increment clone one",
        Fails("(?i)increment.*reserved word"),
    ),
    Probe(
        "A reserved word cannot name a schema in a swap",
        RESERVED,
        "create schema one ;; alter schema one swap with increment",
        Fails("(?i)increment.*reserved word"),
    ),
    Probe(
        "A reserved word cannot be part of a name in a grant",
        RESERVED,
        "grant select on table increment.t to role reader",
        Fails("(?i)increment.*reserved word"),
    ),
    Probe(
        "A reserved word cannot name a role",
        RESERVED,
        "create role row",
        Fails("(?i)row.*reserved word"),
    ),
    Probe(
        "LOCALTIME cannot name a column",
        RESERVED,
        "create table t (localtime int)",
        Fails("(?i)localtime.*reserved word"),
    ),
    Probe(
        "IN with a subquery cannot be an argument of CASE in WHERE",
        SUBQUERY,
        TABLES + "select x from a where case when x in (select x from b) then true end",
        UNSUPPORTED,
    ),
    Probe(
        "IN with a subquery cannot be an argument of a function in WHERE",
        SUBQUERY,
        TABLES + "select x from a where coalesce(x in (select x from b), false)",
        UNSUPPORTED,
    ),
    Probe(
        "EXISTS refers to the query around it by a column that its tables lack",
        SUBQUERY,
        "create table a (x int, z int) ;; create table b (x int) ;; "
        " select case when exists (select 1 from b where z = 1) then 1 end from a",
        UNSUPPORTED,
    ),
    Probe(
        "EXISTS does not refer to the query around it by a column of its own tables",
        SUBQUERY,
        TABLES + "select case when exists (select 1 from b where x = 1) then 1 end from a",
        [],
    ),
    Probe(
        "A scalar subquery that refers to the query around it is an aggregate",
        "user-guide/querying-subqueries",
        TABLES + "select (select max(x) from b where b.x = a.x) from a",
        [],
    ),
    Probe(
        "A scalar subquery that refers to the query around it cannot be a column",
        "user-guide/querying-subqueries",
        TABLES + "select (select b.x from b where b.x = a.x) from a",
        UNSUPPORTED,
    ),
    Probe(
        "LIMIT 1 does not make a scalar subquery of the query around it supported",
        "user-guide/querying-subqueries",
        TABLES + "select (select b.x from b where b.x = a.x limit 1) from a",
        UNSUPPORTED,
    ),
    Probe(
        "Snowflake has no function STRING_AGG",
        "sql-reference/functions-all",
        TABLES + "select string_agg(x, ',') from a",
        Fails("Unknown function STRING_AGG"),
    ),
    Probe(
        "Snowflake has no function ARG_MAX",
        "sql-reference/functions-all",
        TABLES + "select arg_max(x, x) from a",
        Fails("Unknown function ARG_MAX"),
    ),
    Probe(
        "Snowflake has no function IF",
        "sql-reference/functions-all",
        TABLES + "select if(x = 1, 2, 3) from a",
        Fails("Unknown function IF"),
    ),
    Probe(
        "Snowflake has no function OVERLAY",
        "sql-reference/functions-all",
        TABLES + "select overlay('abc', 'x', 1)",
        Fails("Unknown function OVERLAY"),
    ),
    Probe(
        "Snowflake has no function GLOB",
        "sql-reference/functions-all",
        TABLES + "select x from a where glob(x, 'x')",
        Fails("Unknown function GLOB"),
    ),
    Probe(
        "A query starts with SELECT",
        "sql-reference/sql/select",
        TABLES + "from a",
        Fails("FROM without SELECT"),
    ),
    Probe(
        "DISTINCT has no ON",
        "sql-reference/sql/select",
        TABLES + "select distinct on (x) x from a",
        Fails("DISTINCT ON"),
    ),
    Probe(
        "An aggregate has no FILTER",
        "sql-reference/functions-aggregation",
        TABLES + "select count(*) filter (where x = 1) from a",
        Fails("FILTER"),
    ),
    Probe(
        "HUGEINT is not a type",
        "sql-reference/intro-summary-data-types",
        TABLES + "select x::hugeint from a",
        Fails("HUGEINT"),
    ),
    Probe(
        "A join has no kind SEMI",
        "sql-reference/constructs/join",
        TABLES + "select * from a semi join b on a.x = b.x",
        Fails("SEMI JOIN"),
    ),
    Probe(
        "An interval is in quotes",
        "sql-reference/data-types-datetime#interval-constants",
        TABLES + "select to_date('2026-01-05') + interval 1 day",
        Fails("INTERVAL"),
    ),
    Probe(
        "LIMIT is a number of rows",
        "sql-reference/constructs/limit",
        TABLES + "select x from a limit 10%",
        Fails("LIMIT"),
    ),
    Probe(
        "INSERT returns no rows",
        "sql-reference/sql/insert",
        TABLES + "insert into a values (1) returning x",
        Fails("RETURNING"),
    ),
    Probe(
        "SUM takes no BOOLEAN",
        "sql-reference/functions/sum",
        TABLES + "select sum(x = 1) from a",
        Fails("SUM of a BOOLEAN"),
    ),
    Probe(
        "A sample follows the table without USING",
        "sql-reference/constructs/sample",
        TABLES + "select x from a using sample 1",
        Fails("USING SAMPLE"),
    ),
    Probe(
        "DESCRIBE does not describe a query",
        "sql-reference/sql/desc",
        TABLES + "describe select 1",
        Fails("DESCRIBE"),
    ),
]
