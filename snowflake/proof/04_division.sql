-- Decimals are divided exactly, and halves are rounded away from zero
-- https://docs.snowflake.com/en/sql-reference/operators-arithmetic
-- expect: [["2424.12", "-0.13"]]
select
    cast(round(cast(4848.23 as decimal(18, 2)) / cast(2 as decimal(18, 2)), 2) as varchar),
    cast(round(cast(-0.25 as decimal(18, 2)) / cast(2 as decimal(18, 2)), 2) as varchar);
