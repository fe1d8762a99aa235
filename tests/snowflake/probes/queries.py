"""Probes of clauses and functions of queries."""

from probes import Probe

PROBES = [
    Probe(
        "A column takes precedence over an alias in WHERE and in a join, an alias over nothing",
        "sql-reference/sql/select",
        "create table t as select 1 as x, 5 as y ;;"
        " select x + 1 as x, y + 1 as z from t left join (select 1 as k) as u on x = u.k"
        " where x = 1 and z = 6 and u.k = 1",
        [(2, 6)],
    ),
    Probe(
        "QUALIFY filters by a window function",
        "sql-reference/constructs/qualify",
        "select x from (values (1), (2)) as t (x) qualify row_number() over (order by x desc) = 1",
        [(2,)],
    ),
    Probe(
        "An alias of a column can be used in the same SELECT",
        "sql-reference/sql/select",
        "select 1 as x, x + 1 as y",
        [(1, 2)],
    ),
    Probe(
        "SELECT * EXCLUDE and REPLACE leave columns out and change them",
        "sql-reference/sql/select",
        "select * exclude (y) from (select 1 as x, 2 as y) as t",
        [(1,)],
    ),
    Probe(
        "HASH of all columns but some",
        "sql-reference/functions/hash",
        "select hash(t.* exclude (x)) = hash('a'), hash(*) = hash(1, 'a')"
        " from (select 1 as x, 'a' as y) as t",
        [(True, True)],
    ),
    Probe(
        "HASH_AGG does not depend on the order of rows",
        "sql-reference/functions/hash_agg",
        "select (select hash_agg(*) from (values (1, 'a'), (2, 'b')) as t (x, y))"
        " = (select hash_agg(x, y) from (values (2, 'b'), (1, 'a')) as t (x, y))",
        [(True,)],
    ),
    Probe(
        "The columns of VALUES are COLUMN1, COLUMN2 ... and $1, $2 ...",
        "sql-reference/constructs/values",
        "select $1, column2 from values (1, 'a')",
        [(1, "a")],
    ),
    Probe(
        "GENERATOR gives a number of rows",
        "sql-reference/functions/generator",
        "select count(*) from table(generator(rowcount => 3))",
        [(3,)],
    ),
    Probe(
        "FLATTEN gives a row for each element of an array",
        "sql-reference/functions/flatten",
        "select f.value::int from lateral flatten(input => array_construct(1, 2)) as f order by 1",
        [(1,), (2,)],
    ),
]
