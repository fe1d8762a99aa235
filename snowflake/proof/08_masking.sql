-- A masking policy hides a name from readers
-- https://docs.snowflake.com/en/sql-reference/sql/create-masking-policy
-- expect: [["***"]]
create role if not exists C360_PROOF_READER;
grant role C360_PROOF_READER to role ACCOUNTADMIN;
create or replace schema MASKING;
create table MASKING.CUSTOMERS as select 'Ann' as full_name;
create masking policy MASKING.HIDE_NAME as (name varchar) returns varchar ->
    case when current_role() = 'ACCOUNTADMIN' then name else '***' end;
alter table MASKING.CUSTOMERS modify column full_name set masking policy MASKING.HIDE_NAME;
grant usage on database C360_PROOF to role C360_PROOF_READER;
grant usage on schema C360_PROOF.MASKING to role C360_PROOF_READER;
grant select on table C360_PROOF.MASKING.CUSTOMERS to role C360_PROOF_READER;
grant usage on warehouse C360_PROOF to role C360_PROOF_READER;
use secondary roles none;
use role C360_PROOF_READER;
select full_name from C360_PROOF.MASKING.CUSTOMERS;
