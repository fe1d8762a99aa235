-- A view in a cloned schema still reads the tables of the original
-- https://docs.snowflake.com/en/user-guide/object-clone
-- expect: [["built", "changed"]]
create or replace schema VIEWS;
create table VIEWS.STATUS as select 'built' as content;
create view VIEWS.SHOWN as select content from C360_PROOF.VIEWS.STATUS;
create or replace schema C360_PROOF.VIEWS_CLONED clone C360_PROOF.VIEWS;
update VIEWS.STATUS set content = 'changed';
select stored.content, shown.content
from C360_PROOF.VIEWS_CLONED.STATUS as stored cross join C360_PROOF.VIEWS_CLONED.SHOWN as shown;
