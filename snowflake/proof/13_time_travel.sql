-- A schema is cloned as it was at a time, as roll_back_run does
-- https://docs.snowflake.com/en/sql-reference/sql/create-clone
-- expect: [["before"]]
create or replace schema HISTORY;
create transient table HISTORY.STATUS as select 'before' as content;
call system$wait(3);
set before_change = (select to_varchar(sysdate(), 'YYYY-MM-DD HH24:MI:SS.FF6') || ' +00:00');
call system$wait(3);
update C360_PROOF.HISTORY.STATUS set content = 'after';
create or replace schema C360_PROOF.HISTORY_BEFORE clone C360_PROOF.HISTORY
    at (timestamp => to_timestamp_tz($before_change));
select content from C360_PROOF.HISTORY_BEFORE.STATUS;
