-- A procedure with these packages runs, reads a table and returns rows
-- https://docs.snowflake.com/en/developer-guide/stored-procedure/python/procedures-python-overview
-- expect: [["42"]]
create or replace schema PROCEDURES;
create table PROCEDURES.NUMBERS as select 21 as x;
create procedure PROCEDURES.DOUBLED() returns varchar
language python runtime_version = '3.11'
packages = ('snowflake-snowpark-python', 'numpy', 'pandas', 'pyarrow', 'rapidfuzz', 'scipy')
handler = 'main'
as
$$
import pandas
import rapidfuzz
import scipy.sparse


def main(session):
    frame = session.table("C360_PROOF.PROCEDURES.NUMBERS").to_pandas()
    return str(int(frame["X"].iloc[0]) * 2)
$$;
call C360_PROOF.PROCEDURES.DOUBLED();
