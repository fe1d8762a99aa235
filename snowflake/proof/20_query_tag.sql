-- The query tag of a session is in its query history, from which the cost of a run follows
-- https://docs.snowflake.com/en/sql-reference/functions/query_history
-- expect: [["customer_360:proof"]]
alter session set query_tag = 'customer_360:proof';
select 1;
select distinct query_tag
from table(C360_PROOF.information_schema.query_history_by_session(result_limit => 5))
where query_tag <> '';
