-- COPY reads columns by the names of the header, and the name and rows of the file
-- https://docs.snowflake.com/en/sql-reference/sql/copy-into-table
-- expect: [["orders/B1.csv", "2", "1-x, 2-None"]]
create or replace schema COPIED;
create stage COPIED.DELIVERIES;
create file format COPIED.DELIVERIES_CSV
    type = csv parse_header = true field_delimiter = ',' field_optionally_enclosed_by = '"'
    escape_unenclosed_field = none null_if = ('') empty_field_as_null = true
    error_on_column_count_mismatch = false encoding = 'UTF8' compression = auto;
create table COPIED.ORDERS (
    _file_name varchar, _file_row number(38, 0), order_id varchar, note varchar
);
copy into @C360_PROOF.COPIED.DELIVERIES/orders/B1.csv
from (select column1 as note, column2 as order_id from values ('x', '1'), ('', '2'))
    file_format = (type = csv compression = none) header = true single = true;
copy into C360_PROOF.COPIED.ORDERS
from @C360_PROOF.COPIED.DELIVERIES/orders/
file_format = (format_name = 'C360_PROOF.COPIED.DELIVERIES_CSV')
match_by_column_name = case_insensitive
include_metadata = (_file_name = metadata$filename, _file_row = metadata$file_row_number)
on_error = abort_statement;
select
    min(_file_name),
    count(distinct _file_row),
    listagg(order_id || '-' || coalesce(note, 'None'), ', ') within group (order by order_id)
from C360_PROOF.COPIED.ORDERS;
