-- The privileges of each role. Those on published marts are granted by `dbt run-operation publish`,
-- because each publication is a new schema.
use role SECURITYADMIN;

-- LOADER writes the landing and nothing else.
grant usage on warehouse LOADING to role LOADER;
grant usage on database &{database} to role LOADER;
grant usage on schema &{database}.landing_files to role LOADER;
grant usage on file format &{database}.landing_files.deliveries_csv to role LOADER;
grant usage on file format &{database}.landing_files.deliveries_jsonl to role LOADER;
grant insert on all tables in schema &{database}.landing_files to role LOADER;
grant insert on future tables in schema &{database}.landing_files to role LOADER;
grant select on table &{database}.landing_files.load_history to role LOADER;

-- The role of the builds reads the landing and creates the schemas of dbt, which it owns.
grant usage on warehouse TRANSFORMING to role &{build_role};
grant usage on warehouse MATCHING to role &{build_role};
-- Its alerts run on the smallest warehouse; see snowflake/operations.
grant usage on warehouse READING to role &{build_role};
grant usage on schema &{database}.landing_files to role &{build_role};
grant select on all tables in schema &{database}.landing_files to role &{build_role};
grant select on future tables in schema &{database}.landing_files to role &{build_role};
grant select on view &{database}.landing_files.redeliveries to role &{build_role};

-- ERASER has the role of the builds, and changes the landing.
grant update on all tables in schema &{database}.landing_files to role ERASER;
grant update on future tables in schema &{database}.landing_files to role ERASER;

-- READER, and with it STEWARD and ANALYST_PII.
grant usage on warehouse READING to role READER;
grant usage on database &{database} to role READER;

-- Stewards deliver their logs.
grant usage on schema &{database}.landing_files to role STEWARD;
grant select, insert on table &{database}.landing_files.steward_decisions to role STEWARD;
grant select, insert on table &{database}.landing_files.steward_overrides to role STEWARD;
grant select, insert on table &{database}.landing_files.steward_snapshots to role STEWARD;
grant select, insert on table &{database}.landing_files.accepted_files to role STEWARD;
