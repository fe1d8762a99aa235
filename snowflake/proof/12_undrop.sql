-- A publication that was dropped after a swap comes back with UNDROP and a swap
-- https://docs.snowflake.com/en/sql-reference/sql/undrop-schema
-- expect: [["first"]]
create or replace schema PUBLISHED;
create or replace schema PUBLISHED_NEXT;
create table PUBLISHED.STATUS as select 'first' as publication;
create table PUBLISHED_NEXT.STATUS as select 'second' as publication;
alter schema C360_PROOF.PUBLISHED swap with C360_PROOF.PUBLISHED_NEXT;
drop schema C360_PROOF.PUBLISHED_NEXT;
undrop schema C360_PROOF.PUBLISHED_NEXT;
alter schema C360_PROOF.PUBLISHED swap with C360_PROOF.PUBLISHED_NEXT;
select publication from C360_PROOF.PUBLISHED.STATUS;
