-- Roles, and the service users of programs. STEWARD, ANALYST_PII and ERASER are not granted to SYSADMIN:
-- an administrator would see personal data without anyone having granted it. Databases for development
-- and CI have a role and a user of builds of their own; all other roles are shared.
use role USERADMIN;

create role if not exists LOADER comment = 'Loads delivered files into the landing tables';
create role if not exists &{build_role} comment = 'Runs dbt: reads the landing, owns what dbt builds';
create role if not exists ERASER comment = 'Erases persons: builds, and also updates the landing tables';
create role if not exists READER comment = 'Reads what is published, personal data masked';
create role if not exists STEWARD comment = 'Reads what is published with personal data, delivers decisions';
create role if not exists ANALYST_PII comment = 'Reads what is published with personal data';

-- The regions whose customers a reader sees; see 40_governance.sql. These roles have no privileges.
create role if not exists REGION_EMEA comment = 'Sees customers and sales of EMEA';
create role if not exists REGION_AMER comment = 'Sees customers and sales of AMER';
create role if not exists REGION_APAC comment = 'Sees customers and sales of APAC';
create role if not exists REGION_ALL comment = 'Sees customers and sales of all regions';

create user if not exists CUSTOMER_360_LOADER
    type = service default_role = LOADER default_warehouse = LOADING;
create user if not exists &{build_user}
    type = service default_role = &{build_role} default_warehouse = TRANSFORMING;

use role SECURITYADMIN;

grant role LOADER to role SYSADMIN;
grant role &{build_role} to role SYSADMIN;
grant role &{build_role} to role ERASER;
grant role READER to role SYSADMIN;
grant role READER to role STEWARD;
grant role READER to role ANALYST_PII;
grant role REGION_ALL to role STEWARD;

grant role LOADER to user CUSTOMER_360_LOADER;
grant role &{build_role} to user &{build_user};
