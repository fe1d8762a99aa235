-- After a clone and a swap readers keep their privileges, if the clone was given them
-- https://docs.snowflake.com/en/sql-reference/sql/alter-schema
-- expect: [["SCHEMA", "SHOWN", "USAGE"], ["TABLE", "CUSTOMERS", "SELECT"]]
create role if not exists C360_PROOF_READER;
create or replace schema BUILT;
create or replace schema SHOWN;
create table BUILT.CUSTOMERS as select 'Ann' as full_name;
create table SHOWN.CUSTOMERS as select 'Bob' as full_name;
grant select on table C360_PROOF.BUILT.CUSTOMERS to role C360_PROOF_READER;
create or replace schema C360_PROOF.SHOWN_NEXT clone C360_PROOF.BUILT;
grant usage on schema C360_PROOF.SHOWN_NEXT to role C360_PROOF_READER;
alter schema C360_PROOF.SHOWN swap with C360_PROOF.SHOWN_NEXT;
select object_type, object_name, privilege_type
from C360_PROOF.information_schema.object_privileges
where
    grantee = 'C360_PROOF_READER'
    and (object_schema = 'SHOWN' or (object_type = 'SCHEMA' and object_name = 'SHOWN'))
order by object_type;
