-- A policy on a tag masks a name for readers, also after the table is replaced with copy tags
-- https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
-- expect: [["***"]]
create role if not exists C360_PROOF_READER;
grant role C360_PROOF_READER to role ACCOUNTADMIN;
create or replace schema MASKING;
create tag MASKING.PERSONAL_DATA;
create masking policy MASKING.HIDE_NAME as (name varchar) returns varchar ->
    case when current_role() = 'ACCOUNTADMIN' then name else '***' end;
alter tag MASKING.PERSONAL_DATA set masking policy MASKING.HIDE_NAME;
create table MASKING.CUSTOMERS as select 'Ann' as full_name;
alter table MASKING.CUSTOMERS modify column full_name set tag MASKING.PERSONAL_DATA = 'name';
grant usage on database C360_PROOF to role C360_PROOF_READER;
grant usage on schema C360_PROOF.MASKING to role C360_PROOF_READER;
grant select on table C360_PROOF.MASKING.CUSTOMERS to role C360_PROOF_READER;
grant usage on warehouse C360_PROOF to role C360_PROOF_READER;
create or replace table C360_PROOF.MASKING.CUSTOMERS copy grants copy tags
as (select 'Bea' as full_name);
use secondary roles none;
use role C360_PROOF_READER;
select full_name from C360_PROOF.MASKING.CUSTOMERS;
