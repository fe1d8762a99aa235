-- A table of a cloned schema has the masking policy of the original
-- https://docs.snowflake.com/en/user-guide/object-clone
-- expect: [["HIDE_NAME", "FULL_NAME"]]
create or replace schema POLICIES;
create or replace schema CLONED_FROM;
create masking policy POLICIES.HIDE_NAME as (name varchar) returns varchar -> '***';
create table CLONED_FROM.CUSTOMERS as select 'Ann' as full_name;
alter table C360_PROOF.CLONED_FROM.CUSTOMERS
    modify column full_name set masking policy C360_PROOF.POLICIES.HIDE_NAME;
create or replace schema C360_PROOF.CLONED clone C360_PROOF.CLONED_FROM;
select policy_name, ref_column_name
from table(C360_PROOF.information_schema.policy_references(
    ref_entity_name => 'C360_PROOF.CLONED.CUSTOMERS', ref_entity_domain => 'TABLE'
));
