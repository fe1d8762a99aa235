"""Probes of dates, timestamps and their formats."""

from datetime import date, datetime

from probes import Fails, Probe

PROBES = [
    Probe(
        "A timestamp as text has milliseconds",
        "sql-reference/parameters#timestamp-ntz-output-format",
        "select cast(to_timestamp_ntz('2026-01-05 10:00:00') as varchar)",
        [("2026-01-05 10:00:00.000",)],
    ),
    Probe(
        "A timestamp as text loses its microseconds",
        "sql-reference/parameters#timestamp-ntz-output-format",
        "select cast(to_timestamp_ntz('2026-01-05 10:00:00.123456') as varchar)",
        [("2026-01-05 10:00:00.123",)],
    ),
    Probe(
        "TIMESTAMP_OUTPUT_FORMAT changes a timestamp as text",
        "sql-reference/parameters#timestamp-output-format",
        "alter session set timestamp_output_format = 'YYYY-MM-DD\"T\"HH24:MI:SS' ;;"
        " select cast(to_timestamp_ntz('2026-01-05 10:00:00') as varchar)",
        [("2026-01-05T10:00:00",)],
    ),
    Probe(
        "DATE_OUTPUT_FORMAT changes a date as text",
        "sql-reference/parameters#date-output-format",
        "alter session set date_output_format = 'DD.MM.YYYY' ;;"
        " select cast(to_date('2026-01-05') as varchar)",
        [("05.01.2026",)],
    ),
    Probe(
        "A timestamp in a concatenation, a list or an aggregate is text by the session's format",
        "sql-reference/parameters#timestamp-output-format",
        "alter session set timestamp_output_format = 'YYYY' ;;"
        " create table t as select to_timestamp_ntz('2026-01-05 10:00:00') as d ;;"
        " select 'k' || max(d), concat('k', max(d)), listagg(d, ','), cast(max(d) as varchar),"
        " listagg(distinct d, ',') within group (order by d), max('k' || d), max(concat(d, 'k'))"
        " from t",
        [("k2026", "k2026", "2026", "2026", "2026", "k2026", "2026k")],
    ),
    Probe(
        "Bytes, numbers and nulls can be concatenated",
        "sql-reference/functions/concat",
        "select 'a' || 1, 'a' || 1.50, x'0A' || x'0B' = x'0A0B', 'a' || null",
        [("a1", "a1.50", True, None)],
    ),
    Probe(
        "TRY_TO_TIMESTAMP_NTZ gives null for an hour that does not exist",
        "sql-reference/functions/try_to_timestamp",
        "select try_to_timestamp_ntz('2026-01-05 25:00:00')",
        [(None,)],
    ),
    Probe(
        "A format writes zeros as they are",
        "sql-reference/functions/to_char",
        "select to_char(to_timestamp_ntz('2026-01-05 10:00:00'), 'YYYY-MM-DD HH24:MI:SS.FF6')",
        [("2026-01-05 10:00:00.000000",)],
    ),
    Probe(
        "A format makes a timestamp as text independent of the session",
        "sql-reference/functions/to_char",
        "alter session set timestamp_output_format = 'YYYY' ;;"
        " select to_char(to_timestamp_ntz('2026-01-05 10:00:00.123456'),"
        " 'YYYY-MM-DD HH24:MI:SS.FF6')",
        [("2026-01-05 10:00:00.123456",)],
    ),
    Probe(
        "Text in double quotes in a format stands for itself",
        "sql-reference/data-types-datetime",
        "select to_timestamp_ntz('2026-01-05T10:00:00Z', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        [(datetime(2026, 1, 5, 10),)],
    ),
    Probe(
        "TRY_TO_TIMESTAMP_NTZ gives null for text in another format",
        "sql-reference/functions/try_to_timestamp",
        "select try_to_timestamp_ntz('05.01.2026', 'YYYY-MM-DD')",
        [(None,)],
    ),
    Probe(
        "A timestamp can be null",
        "sql-reference/data-types-datetime",
        "select x from (values (null), (to_timestamp_ntz('2026-01-05 10:00:00'))) as t (x)"
        " order by x nulls first",
        [(None,), (datetime(2026, 1, 5, 10),)],
    ),
    Probe(
        "TRY_TO_DATE gives null for a day that does not exist",
        "sql-reference/functions/try_to_date",
        "select try_to_date('2026-02-30', 'YYYY-MM-DD')",
        [(None,)],
    ),
    Probe(
        "A cast of text that is not a date is an error",
        "sql-reference/functions/to_date",
        "select cast('2026-02-30' as date)",
        Fails("(?i)date"),
    ),
    Probe(
        "DATEADD of a month ends on the last day of a shorter month",
        "sql-reference/functions/dateadd",
        "select dateadd(month, 1, to_date('2026-01-31'))",
        [(date(2026, 2, 28),)],
    ),
    Probe(
        "DATEDIFF counts the boundaries between two times",
        "sql-reference/functions/datediff",
        "select datediff(day, to_timestamp_ntz('2026-01-01 23:59:59'),"
        " to_timestamp_ntz('2026-01-02 00:00:00')),"
        " datediff(year, to_date('2025-12-31'), to_date('2026-01-01'))",
        [(1, 1)],
    ),
    Probe(
        "The difference of two dates is a number of days",
        "sql-reference/operators-arithmetic",
        "select to_date('2026-01-05') - to_date('2026-01-01')",
        [(4,)],
    ),
    Probe(
        "A number that is added to a date is a number of days",
        "sql-reference/data-types-datetime#simple-arithmetic-for-dates",
        "select to_date('2026-01-31') + 1",
        [(date(2026, 2, 1),)],
    ),
    Probe(
        "DATE_TRUNC of a date is a date",
        "sql-reference/functions/date_trunc",
        "select date_trunc('month', to_date('2026-01-15'))",
        [(date(2026, 1, 1),)],
    ),
    Probe(
        "LAST_DAY is the last day of the month",
        "sql-reference/functions/last_day",
        "select last_day(to_date('2026-02-10'))",
        [(date(2026, 2, 28),)],
    ),
    Probe(
        "DAYOFWEEKISO is 1 for Monday and 7 for Sunday",
        "sql-reference/functions/year",
        "select dayofweekiso(to_date('2026-01-05')), dayofweekiso(to_date('2026-01-04'))",
        [(1, 7)],
    ),
    Probe(
        "CONVERT_TIMEZONE converts a timestamp without a time zone from one zone to another",
        "sql-reference/functions/convert_timezone",
        "select convert_timezone('Europe/Berlin', 'UTC', to_timestamp_ntz('2026-07-01 12:00:00'))",
        [(datetime(2026, 7, 1, 10),)],
    ),
    Probe(
        "DATEADD of a part of a day makes a timestamp of a date",
        "sql-reference/functions/dateadd",
        "create table days (ends_at timestamp_ntz) as ("
        " with days as (select to_date('2026-01-05') as d), ends as ("
        " select cast(dateadd(microsecond, -1, dateadd(day, 1, d)) as timestamp_ntz) from days)"
        " select * from ends);;"
        "select ends_at from days",
        [(datetime(2026, 1, 5, 23, 59, 59, 999999),)],
    ),
]
