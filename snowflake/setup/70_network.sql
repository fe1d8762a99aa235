-- Where the programs' users may connect from. People are not restricted here: that is a decision for
-- the whole account.
-- https://docs.snowflake.com/en/sql-reference/sql/create-network-policy
use role ACCOUNTADMIN;

create network policy if not exists CUSTOMER_360_PROGRAMS
    allowed_ip_list = (&{allowed_addresses});
alter network policy CUSTOMER_360_PROGRAMS set
    allowed_ip_list = (&{allowed_addresses});
alter user CUSTOMER_360_LOADER set network_policy = CUSTOMER_360_PROGRAMS;
alter user &{build_user} set network_policy = CUSTOMER_360_PROGRAMS;
