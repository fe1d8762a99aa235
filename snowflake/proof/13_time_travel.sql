-- A schema is cloned as it was before a statement
-- https://docs.snowflake.com/en/sql-reference/sql/create-clone
-- expect: [["before"]]
create or replace schema HISTORY;
create transient table HISTORY.STATUS as select 'before' as content;
update HISTORY.STATUS set content = 'after';
set changed = last_query_id();
create or replace schema C360_PROOF.HISTORY_BEFORE clone C360_PROOF.HISTORY
    before (statement => $changed);
select content from C360_PROOF.HISTORY_BEFORE.STATUS;
