-- A reader sees the rows of one region, also after the table is replaced, cloned and swapped
-- https://docs.snowflake.com/en/user-guide/security-row-intro
-- expect: [["North"]]
create role if not exists C360_PROOF_READER;
grant role C360_PROOF_READER to role ACCOUNTADMIN;
create or replace schema ROW_POLICIES;
create or replace schema ROWS_SHOWN;
create or replace schema ROWS_BUILT;
create row access policy ROW_POLICIES.OWN_REGION as (row_region varchar) returns boolean ->
    current_role() = 'ACCOUNTADMIN' or row_region = 'North';
create or replace table C360_PROOF.ROWS_BUILT.CUSTOMERS
with row access policy C360_PROOF.ROW_POLICIES.OWN_REGION on (region)
as (select column1 as region from values ('South'));
create or replace table C360_PROOF.ROWS_BUILT.CUSTOMERS copy grants copy tags
with row access policy C360_PROOF.ROW_POLICIES.OWN_REGION on (region)
as (select column1 as region from values ('North'), ('South'));
create or replace schema C360_PROOF.ROWS_NEXT clone C360_PROOF.ROWS_BUILT;
grant usage on database C360_PROOF to role C360_PROOF_READER;
grant usage on schema C360_PROOF.ROWS_NEXT to role C360_PROOF_READER;
grant select on table C360_PROOF.ROWS_NEXT.CUSTOMERS to role C360_PROOF_READER;
grant usage on warehouse C360_PROOF to role C360_PROOF_READER;
alter schema C360_PROOF.ROWS_SHOWN swap with C360_PROOF.ROWS_NEXT;
use secondary roles none;
use role C360_PROOF_READER;
select region from C360_PROOF.ROWS_SHOWN.CUSTOMERS;
