-- The privileges for tasks and alerts. Only ACCOUNTADMIN may grant privileges on the account.
use role ACCOUNTADMIN;

grant execute task on account to role &{build_role};
grant execute alert on account to role &{build_role};
