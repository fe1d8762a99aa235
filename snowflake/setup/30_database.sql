-- The database, and its schemas that exist before the first build. dbt creates all others.
use role SYSADMIN;

create database if not exists &{database} comment = 'Customer 360';
create schema if not exists &{database}.governance comment = 'Tags and policies';
create schema if not exists &{database}.landing_files comment = 'Delivered files: stage, tables, history';

grant usage, create schema on database &{database} to role &{build_role};

-- Schemas of dbt that readers never get. They exist now so that 40_governance.sql can tag them.
use role &{build_role};

create schema if not exists &{database}.landing;
create schema if not exists &{database}.staging;
create schema if not exists &{database}.quarantine;
create schema if not exists &{database}.raw_vault;
create schema if not exists &{database}.business_vault;
create schema if not exists &{database}.stewardship;
create schema if not exists &{database}.snapshots;

-- Also has the dbt project, its tasks and alerts; see snowflake/operations.
create schema if not exists &{database}.operations;
