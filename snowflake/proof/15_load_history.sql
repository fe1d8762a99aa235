-- COPY loads a file once, however often it is called
-- https://docs.snowflake.com/en/sql-reference/sql/copy-into-table
-- expect: [["2"]]
create or replace schema LOADS;
create stage LOADS.FEEDS;
create table LOADS.ORDERS (order_id varchar);
copy into @C360_PROOF.LOADS.FEEDS/orders.csv from (select column1 from values ('1'), ('2'))
    file_format = (type = csv compression = none) single = true;
copy into C360_PROOF.LOADS.ORDERS from @C360_PROOF.LOADS.FEEDS file_format = (type = csv);
copy into C360_PROOF.LOADS.ORDERS from @C360_PROOF.LOADS.FEEDS file_format = (type = csv);
select count(*) from C360_PROOF.LOADS.ORDERS;
