-- A role without a privilege cannot read a table
-- https://docs.snowflake.com/en/user-guide/security-access-control-overview
-- expect error: does not exist or not authorized
create role if not exists C360_PROOF_READER;
grant role C360_PROOF_READER to role ACCOUNTADMIN;
create or replace schema PRIVILEGES;
create table PRIVILEGES.CUSTOMERS as select 'Ann' as full_name;
grant usage on database C360_PROOF to role C360_PROOF_READER;
grant usage on schema C360_PROOF.PRIVILEGES to role C360_PROOF_READER;
use secondary roles none;
use role C360_PROOF_READER;
select full_name from C360_PROOF.PRIVILEGES.CUSTOMERS;
