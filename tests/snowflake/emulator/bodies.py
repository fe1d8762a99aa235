"""Checks what the ledger records: bodies of tasks, alerts and policies, privileges, and options."""

from __future__ import annotations

import re

from fakesnow import dialect

from emulator import rejections
from emulator.errors import compilation_error
from emulator.statements import Entry

FLAGS = re.I | re.S
TASK = re.compile(r".*?\bas\s+(?P<body>.*)$", FLAGS)
ALERT = re.compile(
    r".*?\bif\s*\(\s*exists\s*\((?P<condition>.*)\)\s*\)\s*then\s+(?P<body>.*)$", FLAGS
)
POLICY = re.compile(r".*?\breturns\s+\w+(?:\s*\([^)]*\))?\s*->\s*(?P<expression>.*)$", FLAGS)
COMMENT_OF_POLICY = re.compile(r"\s+comment\s*=\s*'(?:[^']|'')*'\s*$", FLAGS)
QUERY = re.compile(r"\(*\s*(?:select|with|insert|update|delete|merge)\b", re.I)
# Bodies that sqlglot does not parse.
BODY = re.compile(r"(?:call|execute|begin|declare|alter|create|drop|truncate|copy|\$\$)", re.I)
SIZES = set(
    "XSMALL X-SMALL SMALL MEDIUM LARGE XLARGE X-LARGE XXLARGE X2LARGE 2X-LARGE XXXLARGE X3LARGE"
    " 3X-LARGE X4LARGE 4X-LARGE X5LARGE 5X-LARGE X6LARGE 6X-LARGE".split()
)
NUMBERS = ("AUTO_SUSPEND", "CREDIT_QUOTA", "MAX_CLUSTER_COUNT", "MIN_CLUSTER_COUNT")
OPTION = re.compile(r"\b(?P<name>\w+)\s*=\s*(?:'(?P<text>[^']*)'|(?P<word>[\w-]+))")
# https://docs.snowflake.com/en/user-guide/security-access-control-privileges
PRIVILEGES = re.compile(
    r"(?:ALL(?: PRIVILEGES)?|SELECT|INSERT|UPDATE|DELETE|TRUNCATE|REFERENCES|REBUILD|EVOLVE SCHEMA"
    r"|APPLYBUDGET|USAGE|OPERATE|MONITOR|MODIFY|OWNERSHIP|READ|WRITE|REFERENCE_USAGE|EXECUTE"
    r"|IMPORTED PRIVILEGES|USE_ANY_ROLE|IMPERSONATE|RESOLVE ALL|BIND SERVICE ENDPOINT"
    r"|MANAGE [A-Z ]+|ATTACH POLICY|APPLY(?: [A-Z ]+)?|(?:CREATE|ADD|EXECUTE|MONITOR|IMPORT"
    r"|OVERRIDE|PURCHASE|AUDIT|BYPASS) [A-Z_ ]+)"
)


def check(found: Entry) -> None:
    """Raise a ProgrammingError if Snowflake would refuse what the ledger records."""
    if found.action in ("GRANT", "REVOKE"):
        if found.kind != "ROLE":
            check_privileges(found.detail)
    elif found.action in ("CREATE", "ALTER"):
        if found.kind in ("WAREHOUSE", "RESOURCE MONITOR"):
            check_options(found.detail)
        elif found.action == "CREATE":
            check_body(found.kind, found.detail)


def check_privileges(detail: str) -> None:
    """Privileges, separated by commas, some with columns."""
    for privilege in re.sub(r"\([^)]*\)", "", detail).split(","):
        if not PRIVILEGES.fullmatch(privilege.strip()):
            raise compilation_error(f"syntax error unexpected '{privilege.strip()}': no privilege")


def check_options(detail: str) -> None:
    """The size of a warehouse, and options that are numbers."""
    for option in OPTION.finditer(detail):
        name, value = option["name"].upper(), (option["text"] or option["word"] or "").upper()
        if name == "WAREHOUSE_SIZE" and value not in SIZES:
            raise compilation_error(f"invalid value '{value}' for property 'WAREHOUSE_SIZE'")
        if name in NUMBERS and not (value.isdecimal() or value == "NULL"):
            raise compilation_error(f"invalid value '{value}' for property '{name}'")


def check_body(kind: str, detail: str) -> None:
    """The statement of a task, the condition and action of an alert, the expression of a policy."""
    if kind == "TASK":
        check_statement(part(TASK, detail, "body"))
    elif kind == "ALERT":
        check_statement(part(ALERT, detail, "condition"))
        check_statement(part(ALERT, detail, "body"))
    elif kind in ("MASKING POLICY", "ROW ACCESS POLICY"):
        expression = COMMENT_OF_POLICY.sub("", part(POLICY, detail, "expression"))
        check_statement(f"select {expression}")


def part(pattern: re.Pattern[str], detail: str, name: str) -> str:
    """A part of a definition. Raises a ProgrammingError if it is missing."""
    found = pattern.match(detail)
    if not found:
        raise compilation_error(f"syntax error: {name} is missing in '{detail}'")
    return found[name].strip()


def check_statement(sql: str) -> None:
    """Raise a ProgrammingError for a statement that Snowflake would not parse."""
    if not QUERY.match(sql):
        if not BODY.match(sql):
            raise compilation_error(f"syntax error unexpected '{sql.split(maxsplit=1)[:1]}'")
        return
    rejections.check(dialect.parse_one(sql), sql)
