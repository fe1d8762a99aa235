"""Probes of statements that are accepted but not enforced, and of sessions."""

from probes import Fails, Probe

LEDGER = " ;; select action, kind, target, grantee, detail from emulator.public.ledger"
TABLE = "create table t (x varchar) ;; "

PROBES = [
    Probe(
        "A privilege is granted on a table, and SHOW GRANTS ON lists it",
        "sql-reference/sql/show-grants",
        TABLE + "grant select on table t to role reader ;; grant insert on t to role loader ;;"
        " revoke insert on t from role loader ;; show grants on table t",
        [("SELECT", "READER")],
        ("privilege", "grantee_name"),
    ),
    Probe(
        "SHOW GRANTS TO ROLE lists the privileges of a role",
        "sql-reference/sql/show-grants",
        "grant usage on schema probes.public to role reader ;; show grants to role reader",
        [("USAGE", "SCHEMA", "PROBES.PUBLIC")],
        ("privilege", "granted_on", "name"),
    ),
    Probe(
        "A future grant applies to tables that are created later",
        "sql-reference/sql/grant-privilege",
        "grant select on future tables in schema probes.public to role reader" + LEDGER,
        [("GRANT", "FUTURE TABLES IN SCHEMA", "PROBES.PUBLIC", "READER", "SELECT")],
    ),
    Probe(
        "A role is granted to another role",
        "sql-reference/sql/grant-role",
        "grant role reader to role sysadmin" + LEDGER,
        [("GRANT", "ROLE", "READER", "SYSADMIN", "USAGE")],
    ),
    Probe(
        "A role is created",
        "sql-reference/sql/create-role",
        "create role if not exists reader" + LEDGER,
        [("CREATE", "ROLE", "READER", "", "")],
    ),
    Probe(
        "A masking policy is created and set on a column",
        "sql-reference/sql/create-masking-policy",
        TABLE + "create or replace masking policy hide as (v varchar) returns varchar -> '***' ;;"
        " alter table t modify column x set masking policy hide" + LEDGER,
        [
            ("CREATE", "MASKING POLICY", "HIDE", "", "as (v varchar) returns varchar -> '***'"),
            ("ALTER", "TABLE", "T", "", "modify column x set masking policy hide"),
        ],
    ),
    Probe(
        "A row access policy is added to a table",
        "sql-reference/sql/create-row-access-policy",
        TABLE + "alter table t add row access policy own_region on (x)" + LEDGER,
        [("ALTER", "TABLE", "T", "", "add row access policy own_region on (x)")],
    ),
    Probe(
        "A row access policy is set when a table is created",
        "sql-reference/sql/create-table",
        "create table t with row access policy own_region on (x) as select 'a' as x ;;"
        " select x from t",
        [("a",)],
    ),
    Probe(
        "A tag is created and set",
        "sql-reference/sql/create-tag",
        TABLE + "create tag personal_data ;; alter table t set tag personal_data = 'name'" + LEDGER,
        [
            ("CREATE", "TAG", "PERSONAL_DATA", "", ""),
            ("ALTER", "TABLE", "T", "", "set tag personal_data = 'name'"),
        ],
    ),
    Probe(
        "A warehouse is created with its size and auto-suspend",
        "sql-reference/sql/create-warehouse",
        "create warehouse if not exists small warehouse_size = xsmall auto_suspend = 60" + LEDGER,
        [("CREATE", "WAREHOUSE", "SMALL", "", "warehouse_size = xsmall auto_suspend = 60")],
    ),
    Probe(
        "A resource monitor is created",
        "sql-reference/sql/create-resource-monitor",
        "create resource monitor monthly with credit_quota = 100" + LEDGER,
        [("CREATE", "RESOURCE MONITOR", "MONTHLY", "", "with credit_quota = 100")],
    ),
    Probe(
        "A task is created with its schedule",
        "sql-reference/sql/create-task",
        "create task daily schedule = '1440 minute' as select 1 ;; alter task daily resume"
        + LEDGER,
        [
            ("CREATE", "TASK", "DAILY", "", "schedule = '1440 minute' as select 1"),
            ("ALTER", "TASK", "DAILY", "", "resume"),
        ],
    ),
    Probe(
        "A storage integration and a network policy are created",
        "sql-reference/sql/create-storage-integration",
        "create storage integration feeds type = external_stage enabled = true ;;"
        " create network policy office allowed_ip_list = ('10.0.0.0/8')" + LEDGER,
        [
            ("CREATE", "STORAGE INTEGRATION", "FEEDS", "", "type = external_stage enabled = true"),
            ("CREATE", "NETWORK POLICY", "OFFICE", "", "allowed_ip_list = ('10.0.0.0/8')"),
        ],
    ),
    Probe(
        "A table gets a cluster key",
        "user-guide/tables-clustering-keys",
        TABLE + "alter table t cluster by (x)" + LEDGER,
        [("ALTER", "TABLE", "T", "", "cluster by (x)")],
    ),
    Probe(
        "A role and a warehouse are used",
        "sql-reference/sql/use-role",
        "use role transformer ;; use warehouse transforming ;; use secondary roles all ;; select 1",
        [(1,)],
    ),
    Probe(
        "A session parameter is set, shown and unset",
        "sql-reference/sql/show-parameters",
        "alter session set query_tag = 'it''s' ;; show parameters like 'query_tag' in session",
        [("QUERY_TAG", "it's", "")],
        ("key", "value", "default"),
    ),
    Probe(
        "A comment before and after a statement changes nothing",
        "sql-reference/sql/comment",
        '-- first\n/* {"app": "dbt"} */ grant usage on warehouse small to role reader'
        ' /* {"node_id": "model.x"} */;' + LEDGER,
        [("GRANT", "WAREHOUSE", "SMALL", "READER", "USAGE")],
    ),
    Probe(
        "A clone of a schema has the privileges on its tables, and none on the schema itself",
        "user-guide/object-clone",
        "create schema one ;; create table one.t as select 1 as x ;; grant usage on schema"
        " probes.one to role reader ;; grant select on table probes.one.t to role reader ;; create"
        " or replace schema probes.two clone probes.one ;; select object_type, object_name,"
        " privilege_type from probes.information_schema.object_privileges where object_schema ="
        " 'TWO' or (object_type = 'SCHEMA' and object_name = 'TWO')",
        [("TABLE", "T", "SELECT")],
    ),
    Probe(
        "A table that is dropped and created again has no policy",
        "sql-reference/sql/drop-table",
        "create table probes.public.t (x varchar) ;; alter table probes.public.t modify column x"
        " set masking policy hide ;; drop table probes.public.t ;; create table probes.public.t (x"
        " varchar) ;; select policy_name from table(probes.information_schema.policy_references("
        "ref_entity_name => 'probes.public.t', ref_entity_domain => 'TABLE'))",
        [],
    ),
    Probe(
        "POLICY_REFERENCES has a row for each policy of a table",
        "sql-reference/functions/policy_references",
        "create table probes.public.t (x varchar) ;; alter table probes.public.t modify column x"
        " set masking policy hide ;; select policy_name, ref_column_name from"
        " table(probes.information_schema.policy_references(ref_entity_name => 'probes.public.t',"
        " ref_entity_domain => 'TABLE'))",
        [("HIDE", "X")],
    ),
    Probe(
        "The body of a task is a statement",
        "sql-reference/sql/create-task",
        "create task t schedule = '1 minute' as select * frm one",
        Fails("Unexpected token"),
    ),
    Probe(
        "The condition of an alert is a query",
        "sql-reference/sql/create-alert",
        "create alert a schedule = '1 minute' if (exists (selec 1)) then call p()",
        Fails("syntax error"),
    ),
    Probe(
        "The expression of a policy is complete",
        "sql-reference/sql/create-masking-policy",
        "create masking policy p as (v varchar) returns varchar -> case when then",
        Fails("Required keyword"),
    ),
    Probe(
        "A policy calls functions that Snowflake has",
        "sql-reference/sql/create-masking-policy",
        "create masking policy p as (v varchar) returns varchar -> list_contains(v, 'a')",
        Fails("Unknown function"),
    ),
    Probe(
        "A warehouse has one of the documented sizes",
        "sql-reference/sql/create-warehouse",
        "create warehouse w warehouse_size = gigantic",
        Fails("WAREHOUSE_SIZE"),
    ),
    Probe(
        "The seconds until a warehouse suspends are a number",
        "sql-reference/sql/alter-warehouse",
        "alter warehouse w set auto_suspend = soon",
        Fails("AUTO_SUSPEND"),
    ),
    Probe(
        "Only documented privileges can be granted",
        "user-guide/security-access-control-privileges",
        "grant fly on table t to role r",
        Fails("no privilege"),
    ),
]
