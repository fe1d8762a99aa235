"""Generated rows, the same for every package: a first load and later loads of changes."""

from __future__ import annotations

import duckdb

FIRST_DAY = "timestamp '2026-01-01'"
END = "timestamp '9999-12-31 23:59:59.999999'"


def drawn(load: int, rows: int, stored: int) -> str:
    """The numbers of the rows of a load, and their versions.

    In later loads a tenth is new, and a tenth of the others unchanged.
    """
    new = rows // 10
    # Spread over all stored keys.
    number = "i" if load == 0 else f"if(i < {new}, {stored} + i, (i * 7919 + {load}) % {stored})"
    version = "0" if load == 0 else f"if(i % 10 = 9, 0, {load})"
    return f"""with drawn as (
            select distinct {number} as number, {version} as version from range({rows}) as r(i)
        )"""


def customers(load: int, rows: int, stored: int) -> str:
    """The rows of a load of customers, `stored` customers being known.

    In later loads a tenth is new, a tenth unchanged, and the others have another street and e-mail
    address, so that all satellites change.
    """
    return f"""
        {drawn(load, rows, stored)}
        select
            'C' || lpad(cast(number as varchar), 9, '0') as customer_id,
            'Given' || (number % 7919) || ' Family' || (number * 31 % 100003) as full_name,
            'Long Street ' || (number % 997) || ', flat ' || version as street,
            case when number % 7 > 0 then 'Town ' || (number % 311) end as town,
            case when number % 3 > 0 then 'c' || number || '.' || version || '@example.com' end
                as email,
            cast(number % 9973 as decimal(12, 2)) as credit_limit,
            date '1950-01-01' + cast(number % 20000 as integer) as born_on,
            {FIRST_DAY} + interval ({load}) day as effective_from,
            {FIRST_DAY} + interval ({load}) day + interval 2 hour as loaded_at,
            'CRM' as record_source
        from drawn
        qualify row_number() over (partition by number order by version desc) = 1
    """


def owners(load: int, rows: int, stored: int) -> str:
    """The rows of a load of accounts with their owners; in later loads, most have a new owner."""
    return f"""
        {drawn(load, rows, stored)}
        select
            'A' || lpad(cast(number as varchar), 9, '0') as account_id,
            'C' || lpad(cast(number // 2 + version * 13 as varchar), 9, '0') as customer_id,
            {FIRST_DAY} + interval ({load}) day as start_at,
            {END} as end_at,
            {FIRST_DAY} + interval ({load}) day as effective_from,
            {FIRST_DAY} + interval ({load}) day + interval 2 hour as loaded_at,
            'BANK' as record_source
        from drawn
        qualify row_number() over (partition by number order by version desc) = 1
    """


def deliver(database: str, load: int, rows: int, stored: int, days: int) -> None:
    """Replace the landing tables by those of a load; as-of dates are `days` days from the first."""
    queries = {
        "customer": customers(load, rows, stored),
        "owner": owners(load, rows, stored),
        "as_of": f"select {FIRST_DAY} + interval (d) day as as_of_date from range(1, {days + 1}) as"
        " r(d)",
    }
    with duckdb.connect(database) as connection:
        connection.execute("create schema if not exists landing")
        for name, query in queries.items():
            connection.execute(f"create or replace table landing.{name} as {query}")
