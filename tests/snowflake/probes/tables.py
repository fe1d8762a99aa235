"""Probes of tables, views, transactions and stages."""

from probes import Fails, Probe

MANY = ", ".join(f"c{number} varchar not null" for number in range(60))
NULLS = ", ".join(f"'{number}' as c{number}" for number in range(60))

PROBES = [
    Probe(
        "Names without quotes are stored in upper case",
        "sql-reference/identifiers-syntax",
        "create table lower_case (some_column int) ;;"
        " select table_name, column_name from information_schema.columns"
        " where table_name = 'LOWER_CASE'",
        [("LOWER_CASE", "SOME_COLUMN")],
    ),
    Probe(
        "A transient table is a table",
        "sql-reference/sql/create-table",
        "create or replace transient table t (x int) ;; insert into t select 1 ;; select x from t",
        [(1,)],
    ),
    Probe(
        "COPY GRANTS and COMMENT are options of CREATE TABLE AS",
        "sql-reference/sql/create-table",
        "create or replace transient table t copy grants as (select 1 as x) ;; select x from t",
        [(1,)],
    ),
    Probe(
        "A secure view is a view",
        "sql-reference/sql/create-view",
        "create or replace secure view v as (select 1 as x) ;; select x from v",
        [(1,)],
    ),
    Probe(
        "A temporary table is in the current schema",
        "user-guide/tables-temp-transient",
        "create or replace temporary table probes.public.t as select 1 as x ;;"
        " select x from probes.public.t",
        [(1,)],
    ),
    Probe(
        "CREATE TABLE CLONE copies a table",
        "sql-reference/sql/create-clone",
        "create table t as select 1 as x ;; create table u clone t ;; select x from u",
        [(1,)],
    ),
    Probe(
        "A constraint with RELY is accepted",
        "sql-reference/sql/create-table-constraint",
        "create table t (x int, constraint k primary key (x) not enforced rely) ;;"
        " insert into t select 1 ;; select x from t",
        [(1,)],
    ),
    Probe(
        "CREATE TABLE IF NOT EXISTS keeps a table",
        "sql-reference/sql/create-table",
        "create table t as select 1 as x ;; create table if not exists t (x int) ;;"
        " select x from t",
        [(1,)],
    ),
    Probe(
        "ALTER TABLE adds several columns",
        "sql-reference/sql/alter-table",
        "create table t (x int) ;; alter table t add column y int, z varchar ;;"
        " insert into t select 1, 2, 'a' ;; select z from t",
        [("a",)],
    ),
    Probe(
        "INSERT OVERWRITE replaces the rows, which it may read, and keeps comments",
        "sql-reference/sql/insert",
        "create table t (x int, y varchar) comment = 'kept' ;; insert into t select 1, 'a' ;;"
        " insert overwrite into t (y, x) select found.y, found.x + 1 from t as found ;;"
        " select t.x, t.y, found.comment from t, information_schema.tables as found"
        " where found.table_name = 'T'",
        [(2, "a", "kept")],
    ),
    Probe(
        "INSERT OVERWRITE in a transaction can be rolled back",
        "sql-reference/sql/insert",
        "create table t as select 1 as x ;; begin ;; insert overwrite into t select 2 ;;"
        " rollback ;; select x from t",
        [(1,)],
    ),
    Probe(
        "ALTER TABLE SWAP WITH exchanges two tables",
        "sql-reference/sql/alter-table",
        "create table t as select 1 as x ;; create table u as select 2 as x ;;"
        " alter table t swap with u ;; select t.x, u.x from t, u",
        [(2, 1)],
    ),
    Probe(
        "Comments on several columns can be set in one statement",
        "sql-reference/sql/alter-table-column",
        "create table t (x int, y int) ;;"
        " alter table t alter x comment $$it's$$, y comment 'second' ;;"
        " select comment from information_schema.columns where table_name = 'T' order by 1",
        [("it's",), ("second",)],
    ),
    Probe(
        "A comment on a table or view may have quotes, and INFORMATION_SCHEMA.TABLES shows it",
        "sql-reference/sql/comment",
        "create table t (x int) ;; create view v as select 1 as x ;;"
        " comment on table t is $$it's a table$$ ;; comment on view v is 'it''s a view' ;;"
        " select table_name, table_type, comment from information_schema.tables"
        " where table_name in ('T', 'V') order by 1",
        [("T", "BASE TABLE", "it's a table"), ("V", "VIEW", "it's a view")],
    ),
    Probe(
        "INSERT reports the number of rows",
        "sql-reference/sql/insert",
        "create table t (x int) ;; insert into t (x) values (1), (2)",
        [(2,)],
    ),
    Probe(
        "DELETE USING deletes the rows that a join finds",
        "sql-reference/sql/delete",
        "create table t as select 1 as x union all select 2 ;; create table u as select 1 as x ;;"
        " delete from t using u where t.x = u.x ;; select x from t",
        [(2,)],
    ),
    Probe(
        "MERGE updates rows that match and inserts the others",
        "sql-reference/sql/merge",
        "create table t as select 1 as x, 'a' as y ;;"
        " merge into t using (select 1 as x, 'b' as y union all select 2, 'c') as s on t.x = s.x"
        " when matched then update set y = s.y"
        " when not matched then insert (x, y) values (s.x, s.y) ;; select x, y from t order by x",
        [(1, "b"), (2, "c")],
    ),
    Probe(
        "In the INSERT of a MERGE, a name without a table is one of the source",
        "sql-reference/sql/merge",
        "create table t (x int, y varchar) ;;"
        " merge into t using (select 1 as x, 'b' as y) as s on t.x = s.x"
        ' when not matched then insert ("X", "Y") values ("X", "Y") ;; select x, y from t',
        [(1, "b")],
    ),
    Probe(
        "MERGE is an error if several rows of the source match one row",
        "sql-reference/sql/merge",
        "create table t as select 1 as x, 'a' as y ;;"
        " merge into t using (select 1 as x, 'b' as y union all select 1, 'c') as s on t.x = s.x"
        " when matched then update set y = s.y",
        Fails("Duplicate row"),
    ),
    Probe(
        "ROLLBACK takes the statements of a transaction back",
        "sql-reference/transactions",
        "create table t (x int) ;; begin ;; insert into t select 1 ;; rollback ;;"
        " select count(*) from t",
        [(0,)],
    ),
    Probe(
        "COMMIT outside a transaction is not an error",
        "sql-reference/sql/commit",
        "commit ;; select 1",
        [(1,)],
    ),
    Probe(
        "SHOW OBJECTS lists the tables and views of a schema",
        "sql-reference/sql/show-objects",
        "create table t (x int) ;; create view v as select 1 as x ;;"
        " show objects in schema probes.public",
        [("T", "TABLE"), ("V", "VIEW")],
        ("name", "kind"),
    ),
    Probe(
        "A stage is created once",
        "sql-reference/sql/create-stage",
        "create stage if not exists s ;; create stage if not exists s",
        [("S already exists, statement succeeded.",)],
    ),
    Probe(
        "CREATE OR ALTER TABLE keeps the rows, adds a column at the end and drops one",
        "sql-reference/sql/create-table",
        "create or alter table t (a varchar, b number(38, 0)) ;; insert into t values ('x', 1) ;;"
        " create or alter table t (a varchar, c date) ;; select a, c from t",
        [("x", None)],
    ),
    Probe(
        "CREATE OR ALTER TABLE adds no column in the middle",
        "sql-reference/sql/create-table",
        "create table t (a varchar, b varchar) ;;"
        " create or alter table t (a varchar, c varchar, b varchar)",
        Fails("only at the end"),
    ),
    Probe(
        "A database that exists is not created again",
        "sql-reference/sql/create-database",
        "create database if not exists probes ;; create table t as select 1 as x ;;"
        " create database if not exists probes comment = 'x' ;; select x from t",
        [(1,)],
    ),
    Probe(
        "A table is created from a query with all its columns and a row access policy",
        "sql-reference/sql/create-table",
        f"create or replace transient table t ({MANY}) copy grants copy tags"
        f" with row access policy own_region on (c1) as (-- all\nselect {NULLS}) ;;"
        " select detail from emulator.public.ledger where target = 'T'",
        [("ROW ACCESS POLICY OWN_REGION ON (C1)",)],
    ),
    Probe(
        "A replaced table keeps its privileges and tags",
        "sql-reference/sql/create-table",
        "create or replace transient table t copy grants copy tags as (select 1 as x) ;;"
        " select x from t",
        [(1,)],
    ),
    Probe(
        "ALTER SCHEMA SWAP WITH exchanges two schemas",
        "sql-reference/sql/alter-schema",
        "create schema one ;; create schema two ;; create table one.t as select 1 as x ;; create"
        " table two.t as select 2 as x ;; alter schema probes.one swap with probes.two ;; select"
        " one.t.x, two.t.x from one.t cross join two.t",
        [(2, 1)],
    ),
    Probe(
        "UNDROP SCHEMA restores the schema that was dropped last",
        "sql-reference/sql/undrop-schema",
        "create schema one ;; create table one.t as select 1 as x ;; drop schema probes.one ;;"
        " undrop schema probes.one ;; select x from one.t",
        [(1,)],
    ),
    Probe(
        "UNDROP SCHEMA fails if a schema has the name",
        "sql-reference/sql/undrop-schema",
        "create schema one ;; drop schema one ;; create schema one ;; undrop schema one",
        Fails("already exists"),
    ),
    Probe(
        "A view in a cloned schema reads what the original reads",
        "user-guide/object-clone",
        "create schema one ;; create table one.t as select 1 as x ;; create view one.v as select x"
        " from probes.one.t ;; create schema two clone one ;; update one.t set x = 5 ;; select"
        " two.t.x, two.v.x from two.t cross join two.v",
        [(1, 5)],
    ),
    Probe(
        "A string that is longer than its column is an error",
        "sql-reference/data-types-text",
        "create table t (x varchar(3)) ;; insert into t values ('abc') ;;"
        " insert into t values ('long')",
        Fails("(?i)check constraint|too long"),
    ),
    Probe(
        "A primary key and a unique key are not enforced",
        "sql-reference/constraints-overview",
        "create table t (x int primary key, y int unique) ;; insert into t values (1, 1), (1, 1) ;;"
        " select count(*) from t",
        [(2,)],
    ),
    Probe(
        "A key of several columns and a foreign key are not enforced",
        "sql-reference/constraints-overview",
        "create table u (x int) ;; create table t (x int, constraint k primary key (x),"
        " constraint r foreign key (x) references u (x)) ;; insert into t values (1), (1) ;;"
        " select count(*) from t",
        [(2,)],
    ),
    Probe(
        "A primary key has no nulls",
        "sql-reference/constraints-overview",
        "create table t (x int primary key) ;; insert into t values (null)",
        Fails("(?i)not null"),
    ),
    Probe(
        "A sum of whole numbers is NUMBER(38, 0)",
        "sql-reference/functions/sum",
        "create table t as select sum(x) as y from (select 1 as x union all select 2) ;;"
        " select data_type, numeric_precision, numeric_scale from information_schema.columns"
        " where table_name = 'T'",
        [("NUMBER", 38, 0)],
    ),
]
