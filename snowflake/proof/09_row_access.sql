-- A row access policy hides the rows of other regions
-- https://docs.snowflake.com/en/sql-reference/sql/create-row-access-policy
-- expect: [["North"]]
create or replace schema ROW_ACCESS;
create table ROW_ACCESS.CUSTOMERS as
select column1 as region from values ('North'), ('South');
create row access policy ROW_ACCESS.OWN_REGION as (region varchar) returns boolean ->
    region = 'North';
alter table ROW_ACCESS.CUSTOMERS add row access policy ROW_ACCESS.OWN_REGION on (region);
select region from ROW_ACCESS.CUSTOMERS;
