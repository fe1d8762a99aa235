"""Probes of numbers, conditions and aggregates."""

from decimal import Decimal

from probes import Fails, Probe

PROBES = [
    Probe(
        "NUMBER / NUMBER is exact, so half a cent is rounded away from zero",
        "sql-reference/operators-arithmetic",
        "select round(cast(4848.23 as number(18, 2)) / 2, 2)",
        [(Decimal("2424.12"),)],
    ),
    Probe(
        "The quotient of two aggregates is exact as well",
        "sql-reference/operators-arithmetic",
        "select round(sum(x) / count(*), 2) from (values (4848.23), (0)) as t (x)",
        [(Decimal("2424.12"),)],
    ),
    Probe(
        "COUNT(*) can be cast to text",
        "sql-reference/functions/count",
        "select cast(count(*) as varchar) from (values (1), (2)) as t (x)",
        [("2",)],
    ),
    Probe(
        "The quotient of whole numbers has six decimals",
        "sql-reference/operators-arithmetic",
        "select 1 / 3",
        [(Decimal("0.333333"),)],
    ),
    Probe(
        "A quotient has six decimals more than the dividend, up to twelve, and at least its own",
        "sql-reference/operators-arithmetic",
        "select 10.0 / 3, 10.00 / 3, 10.00000000 / 3, 10 / 3.00",
        [
            (
                Decimal("3.3333333"),
                Decimal("3.33333333"),
                Decimal("3.333333333333"),
                Decimal("3.333333"),
            )
        ],
    ),
    Probe(
        "The type of a column decides the decimals of a quotient, also of aggregates",
        "sql-reference/operators-arithmetic",
        "create table t (x number(10, 2)) ;; insert into t values (10) ;;"
        " select max(x / 3), sum(x) / 3, sum(x) / count(*) from t",
        [(Decimal("3.33333333"), Decimal("3.33333333"), Decimal(10))],
    ),
    Probe(
        "A FLOAT as text has no decimals if it is whole, and a sign in its exponent",
        "sql-reference/functions/to_char",
        "select 100::float::varchar, 1.5::float::varchar, 1e20::float::varchar,"
        " max(2::float)::varchar, 10.50::varchar",
        [("100", "1.5", "1e+20", "2", "10.50")],
    ),
    Probe(
        "TRY_TO_NUMBER and TRY_CAST read no underscores",
        "sql-reference/functions/try_to_decimal",
        "select try_to_number('1_000', 18, 2), try_cast('1_000' as number(18, 2)),"
        " try_cast('1_0' as int), try_to_number('12.50', 18, 2), try_cast('7' as int)",
        [(None, None, None, Decimal("12.50"), 7)],
    ),
    Probe(
        "FLOAT / NUMBER is a FLOAT",
        "sql-reference/operators-arithmetic",
        "select cast(1 as float) / 4",
        [(0.25,)],
    ),
    Probe(
        "Division by zero is an error",
        "sql-reference/operators-arithmetic",
        "select 1 / 0",
        Fails("Division by zero"),
    ),
    Probe(
        "DIV0 gives 0 for a division by zero",
        "sql-reference/functions/div0",
        "select div0(1, 0)",
        [(0,)],
    ),
    Probe(
        "SUM of NUMBER is exact",
        "sql-reference/functions/sum",
        "select sum(x) = 0.3 from (values (0.1), (0.2)) as t (x)",
        [(True,)],
    ),
    Probe(
        "ROUND rounds half away from zero",
        "sql-reference/functions/round",
        "select round(2.5), round(-2.5), round(1.005, 2)",
        [(Decimal(3), Decimal(-3), Decimal("1.01"))],
    ),
    Probe(
        "A cast to NUMBER rounds half away from zero",
        "sql-reference/functions/to_decimal",
        "select cast(2.5 as number(38, 0)), cast('1.005' as number(10, 2))",
        [(Decimal(3), Decimal("1.01"))],
    ),
    Probe(
        "A cast of text that is not a number is an error",
        "sql-reference/functions/to_decimal",
        "select cast('12a' as number(10, 2))",
        Fails("(?i)convert"),
    ),
    Probe(
        "TRY_CAST gives null instead",
        "sql-reference/functions/try_cast",
        "select try_cast('12a' as number(10, 2))",
        [(None,)],
    ),
    Probe(
        "LEAST and GREATEST are null if an argument is",
        "sql-reference/functions/least",
        "select least(1, null), greatest(1, null, 2)",
        [(None, None)],
    ),
    Probe(
        "LEAST_IGNORE_NULLS and GREATEST_IGNORE_NULLS skip nulls",
        "sql-reference/functions/least_ignore_nulls",
        "select least_ignore_nulls(1, null), greatest_ignore_nulls(1, null, 2)",
        [(1, 2)],
    ),
    Probe(
        "IFF evaluates one of two expressions",
        "sql-reference/functions/iff",
        "select iff(1 > 2, 'a', 'b'), iff(null, 'a', 'b')",
        [("b", "b")],
    ),
    Probe(
        "EQUAL_NULL is true for two nulls",
        "sql-reference/functions/equal_null",
        "select equal_null(null, null), equal_null(1, null)",
        [(True, False)],
    ),
    Probe(
        "COUNT_IF counts the rows that meet a condition",
        "sql-reference/functions/count_if",
        "select count_if(x > 1) from (values (1), (2), (3)) as t (x)",
        [(2,)],
    ),
    Probe(
        "BOOLOR_AGG and BOOLAND_AGG combine conditions",
        "sql-reference/functions/boolor_agg",
        "select boolor_agg(x > 1), booland_agg(x > 1) from (values (1), (2)) as t (x)",
        [(True, False)],
    ),
    Probe(
        "MAX_BY gives a value of the row with the largest other one",
        "sql-reference/functions/max_by",
        "select max_by(x, y) from (values ('a', 1), ('b', 2)) as t (x, y)",
        [("b",)],
    ),
    Probe(
        "MOD has the sign of the dividend",
        "sql-reference/functions/mod",
        "select mod(-7, 3)",
        [(-1,)],
    ),
    Probe(
        "MEDIAN of an even number of values is the middle of two",
        "sql-reference/functions/median",
        "select median(x) from (values (1), (2)) as t (x)",
        [(Decimal("1.5"),)],
    ),
    Probe(
        "RATIO_TO_REPORT is the share of the sum of its window",
        "sql-reference/functions/ratio_to_report",
        "select ratio_to_report(x) over () from (values (1), (3)) as t (x) order by x",
        [(Decimal("0.25"),), (Decimal("0.75"),)],
    ),
    Probe(
        "The similarity of two vectors is 1 if they point the same way",
        "sql-reference/functions/vector_cosine_similarity",
        "create table messages (id int, meaning vector(float, 2));;"
        "insert into messages select 1, [3, 4]::vector(float, 2);;"
        "select vector_cosine_similarity(meaning, [0, 2]::vector(float, 2)) from messages",
        [(0.8,)],
    ),
    Probe(
        "A query may have a vector among its columns",
        "sql-reference/data-types-vector",
        "select cast(null as vector(float, 3)) as meaning, 1 as id where false",
        [],
    ),
    Probe(
        "NUMBER(38, 0) has more digits than a BIGINT",
        "sql-reference/data-types-numeric",
        "select cast(13000000000000 as number(38, 0)) * 1000000 / 1000000 = 13000000000000",
        [(True,)],
    ),
]
