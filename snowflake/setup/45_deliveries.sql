-- The file formats of deliveries, and the history of their loads.
use role SYSADMIN;
use database &{database};

-- As docs/landing.md specifies a landing folder: UTF-8, commas, double quotes, a header with the names
-- of the columns in any order, empty means null. A file may lack an optional column, so the number of
-- columns is not compared; a row that lacks a required value goes to the quarantine.
create file format if not exists landing_files.deliveries_csv
    type = csv
    parse_header = true
    field_delimiter = ','
    field_optionally_enclosed_by = '"'
    escape_unenclosed_field = none
    null_if = ('')
    empty_field_as_null = true
    error_on_column_count_mismatch = false
    encoding = 'UTF8'
    compression = auto;
create file format if not exists landing_files.deliveries_jsonl
    type = json
    compression = auto;

-- One row per file and attempt to load it.
create table if not exists landing_files.load_history (
    feed varchar,
    file_name varchar,
    content_md5 varchar,
    bytes number(38, 0),
    status varchar,
    loaded_rows number(38, 0),
    first_error varchar,
    happened_at timestamp_ntz,
    query_id varchar
);

-- Redeliveries: a file whose content changed after it was loaded, or content that was already loaded
-- under another name.
create or replace view landing_files.redeliveries as
select
    later.feed,
    later.file_name,
    later.status,
    later.happened_at,
    earlier.file_name as earlier_file_name,
    earlier.happened_at as loaded_at,
    case
        when later.file_name = earlier.file_name then 'CHANGED' else 'SAME CONTENT'
    end as kind
from landing_files.load_history as later
inner join landing_files.load_history as earlier
    on
        later.feed = earlier.feed
        and earlier.status = 'LOADED'
        and earlier.happened_at < later.happened_at
where
    (later.file_name = earlier.file_name and later.content_md5 <> earlier.content_md5)
    or (later.file_name <> earlier.file_name and later.content_md5 = earlier.content_md5);
