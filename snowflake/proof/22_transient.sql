-- A permanent table has Fail-safe, a transient one has not
-- https://docs.snowflake.com/en/user-guide/tables-temp-transient
-- expect: [["HUB", "TABLE"], ["MART", "TRANSIENT"]]
create or replace schema KINDS;
create table KINDS.HUB as select 1 as x;
create transient table KINDS.MART as select 1 as x;
show tables in schema C360_PROOF.KINDS;
select "name", "kind" from table(result_scan(last_query_id())) order by "name";
