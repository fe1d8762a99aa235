-- Personal data is masked by tag, and rows are restricted by region. Needs Enterprise Edition.
-- https://docs.snowflake.com/en/user-guide/tag-based-masking-policies
use role SYSADMIN;
use warehouse LOADING;
use database &{database};

create tag if not exists governance.personal_data comment = 'Kind of personal data; the column is masked';
alter tag governance.personal_data set allowed_values
    'name', 'email', 'phone', 'birth_date', 'address', 'id', 'key', 'text', 'unclassified';

-- A policy is created masking everything and then altered, because one that is in use cannot be
-- replaced. Builds and erasures must see all values, or they would store or compare masked ones. This
-- check does not use `is_role_in_session`, because SYSADMIN has the role of the builds and would see
-- everything.
create masking policy if not exists governance.mask_text as (value varchar) returns varchar -> '***';
alter masking policy governance.mask_text set body ->
    case
        when current_role() in ('&{build_role}', 'ERASER') then value
        when is_role_in_session('STEWARD') or is_role_in_session('ANALYST_PII') then value
        when value is null then null
        else '***'
    end;

create masking policy if not exists governance.mask_date as (value date) returns date -> null::date;
alter masking policy governance.mask_date set body ->
    case
        when current_role() in ('&{build_role}', 'ERASER') then value
        when is_role_in_session('STEWARD') or is_role_in_session('ANALYST_PII') then value
        else null
    end;

-- The regions that each role sees; * means all. Countries are those of the seed `countries`.
create table if not exists governance.region_access (role_name varchar, region varchar);
create table if not exists governance.region_countries (country varchar, region varchar);

merge into governance.region_access as stored
using (
    select column1 as role_name, column2 as region
    from values
        ('REGION_EMEA', 'EMEA'), ('REGION_AMER', 'AMER'), ('REGION_APAC', 'APAC'),
        ('REGION_ALL', '*')
) as given
    on stored.role_name = given.role_name and stored.region = given.region
when not matched then insert (role_name, region) values (given.role_name, given.region);

merge into governance.region_countries as stored
using (
    select column1 as country, column2 as region
    from values &{country_regions}
) as given
    on stored.country = given.country
when matched and stored.region <> given.region then update set region = given.region
when not matched then insert (country, region) values (given.country, given.region);

-- Only roles that see all regions see a row without a region.
create row access policy if not exists governance.own_region as (row_region varchar) returns boolean -> false;
alter row access policy governance.own_region set body ->
    current_role() = '&{build_role}'
    or exists (
        select 1
        from governance.region_access as granted
        where
            granted.region in ('*', row_region)
            and is_role_in_session(granted.role_name)
    );

create row access policy if not exists governance.own_country as (row_country varchar) returns boolean -> false;
alter row access policy governance.own_country set body ->
    current_role() = '&{build_role}'
    or exists (
        select 1
        from governance.region_access as granted
        left join governance.region_countries as countries
            on granted.region = countries.region
        where
            (granted.region = '*' or countries.country = row_country)
            and is_role_in_session(granted.role_name)
    );

-- dbt tags columns of marts and attaches the row access policies; see macros/snowflake.
grant usage on schema governance to role &{build_role};
grant apply on tag governance.personal_data to role &{build_role};
grant apply on row access policy governance.own_region to role &{build_role};
grant apply on row access policy governance.own_country to role &{build_role};

-- In the layers before the marts, all strings and dates count as personal: the tag of a schema covers
-- every table that is ever created in it. Readers have no privileges there; this is for
-- administrators, and for a privilege that is granted by mistake.
use role ACCOUNTADMIN;

alter tag governance.personal_data set
    masking policy governance.mask_text, masking policy governance.mask_date force;
alter schema landing set tag governance.personal_data = 'unclassified';
alter schema staging set tag governance.personal_data = 'unclassified';
alter schema quarantine set tag governance.personal_data = 'unclassified';
alter schema raw_vault set tag governance.personal_data = 'unclassified';
alter schema business_vault set tag governance.personal_data = 'unclassified';
alter schema stewardship set tag governance.personal_data = 'unclassified';
alter schema snapshots set tag governance.personal_data = 'unclassified';
