"""Items that run dbt: builds of the sample, publications, roll-backs, and what readers see."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from snowflake.connector.errors import Error

from snowflake_account.settings import country_regions
from snowflake_proof.account import (
    BUILDS_ON,
    DATABASE,
    GIVE_RIGHTS,
    READER,
    READING,
    REGION,
    ROLE,
    admin_role,
    build_environment,
    connection,
    public_key,
    session_of,
    set_up_environment,
)
from snowflake_proof.project import execute_project
from snowflake_proof.run import Command
from snowflake_proof.sample import write_deliveries
from snowflake_proof.tables import differences_from_duckdb
from warehouse.build.match_engine import write_archive

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "target" / "snowflake_proof"
DBT = str(Path(sys.executable).with_name("dbt"))
ACCOUNT = [sys.executable, "-m", "snowflake_account"]
# The build on DuckDB, with which the tables are compared, has no embeddings.
OPTIONS = ["--target", "snowflake", "--vars", "{embed_messages: false}"]
LINES = 6
LATEST_BUILD = f"""
select run_id from {DATABASE}.bookkeeping.runs
where command = 'build' order by started_at desc limit 1
"""
# Names that are not masked, rows of other regions, and all rows.
SEEN_BY_READER = f"""
select
    count_if(customers.full_name <> '***'),
    count_if(countries.region is distinct from '{REGION}'),
    count(*)
from {DATABASE}.published.dim_customer as customers
left join (
    select column1 as country, column2 as region from values {country_regions()}
) as countries
    on customers.country = countries.country
"""


def last_lines(command: list[str], environment: Mapping[str, str], seconds: float) -> str:
    """Nothing if a command succeeds, otherwise the last lines of its output."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=dict(environment),
            capture_output=True,
            text=True,
            timeout=max(seconds, 0),
        )
    except subprocess.TimeoutExpired:
        return f"{' '.join(command)}: not finished after {max(seconds, 0):.0f} seconds"
    lines = (done.stdout + done.stderr).strip().splitlines()
    return "" if done.returncode == 0 else "; ".join(lines[-LINES:])


class Builds:
    """The commands on an account.

    environment: has the credentials of an administrator. remaining: returns the seconds until the
    proof must end. built: the file of a build of the sample on DuckDB.
    """

    def __init__(
        self, environment: Mapping[str, str], remaining: Callable[[], float], built: Path
    ) -> None:
        self.administrator = environment
        self.program = build_environment(environment)
        self.remaining = remaining
        self.built = built

    def run(self, command: list[str], environment: Mapping[str, str] | None = None) -> str:
        """Run a command as the user of the builds; returns what is wrong."""
        return last_lines(command, environment or self.program, self.remaining())

    def dbt(self, *arguments: str) -> str:
        """Run dbt; returns what is wrong."""
        return self.run([DBT, *arguments, *OPTIONS])

    def session(self, role: str = ROLE, warehouse: str = BUILDS_ON, secondary: str = "none") -> Any:
        """A session of the user of the builds."""
        return session_of(self.program, role, warehouse, self.remaining(), secondary)

    def give_rights(self) -> None:
        """Give the user of the builds a key and the roles of the proof."""
        with connection(self.administrator, role=admin_role(self.administrator)) as session:
            session.execute_string(GIVE_RIGHTS.format(key=public_key(self.administrator)))

    def put_sample(self) -> None:
        """Put a file per feed and batch on the stage from which `snowflake_account load` loads."""
        folder = TARGET / "deliveries"
        feeds = sorted({path.parent.name for path in write_deliveries(ROOT / "seeds", folder)})
        stage = f"@{DATABASE}.landing_files.deliveries"
        with connection(self.program, role="LOADER") as session, session.cursor() as cursor:
            for feed in feeds:
                cursor.execute(
                    f"put 'file://{folder}/{feed}/*.csv' {stage}/{feed} overwrite = true"
                )

    def first_load(self) -> str:
        """Set up the account, load the sample and build it."""
        if wrong := self.run([*ACCOUNT, "setup"], set_up_environment(self.administrator)):
            return wrong
        self.give_rights()
        self.put_sample()
        archive = write_archive(ROOT / "scripts" / "mdm", ROOT / "target" / "match_engine")
        upload = f"{{archive: '{archive}'}}"
        return (
            self.run([*ACCOUNT, "load"])
            or self.dbt("run-operation", "upload_match_engine", "--args", upload)
            or self.dbt("build", "--exclude-resource-types", "unit_test")
        )

    def differences(self) -> str:
        """How the tables differ from those on DuckDB."""
        with self.session() as session:
            return differences_from_duckdb(session, DATABASE, self.built)

    def roll_back_publication(self) -> str:
        """Publish a second time and restore the first publication."""
        return self.dbt("run-operation", "publish") or self.dbt(
            "run-operation", "roll_back_publication"
        )

    def readers(self) -> str:
        """Names and rows that a reader of one region must not see."""
        # The region is a secondary role, as a person has it.
        with self.session(READER, READING, "all") as session, session.cursor() as cursor:
            unmasked, others, rows = cursor.execute(SEEN_BY_READER).fetchone()
        if unmasked or others or not rows:
            return f"of {rows} customers {unmasked} with their name, {others} of other regions"
        return ""

    def roll_back_run(self) -> str:
        """Restore the state before the second build, which equals the one after it."""
        with self.session() as session, session.cursor() as cursor:
            (run_id,) = cursor.execute(LATEST_BUILD).fetchone()
        restored = self.dbt("run-operation", "roll_back_run", "--args", f"{{run_id: '{run_id}'}}")
        return restored or self.differences()

    def project(self) -> str:
        """Let Snowflake execute the project."""
        with self.session() as session:
            execute_project(session, ROOT, TARGET, "build --select hub_customer")
        return ""


def without_error(prove: Callable[[], str]) -> Callable[[], str]:
    """A proof whose error of Snowflake is what is wrong."""

    def proved() -> str:
        try:
            return prove()
        except Error as error:
            return str(error.msg).strip()

    return proved


def builds(
    environment: Mapping[str, str], remaining: Callable[[], float], built: Path
) -> list[Command]:
    """The items in order; see Builds for the arguments."""
    on = Builds(environment, remaining, built)
    second = ("build", "--exclude-resource-types", "unit_test", "seed")
    unit_tests = ("test", "--select", "test_type:unit")
    commands = (
        ("30_first_load", "The sample is loaded and every data test passes", on.first_load),
        ("31_tables", "Vault and marts equal the build on DuckDB, ids and tiers included",
         on.differences),
        ("32_unit_tests", "Every unit test passes", lambda: on.dbt(*unit_tests)),
        ("33_second_build", "A second build with nothing new passes", lambda: on.dbt(*second)),
        ("34_publication", "The marts are published",
         lambda: on.dbt("run-operation", "publish")),
        ("35_readers", "A reader of one region sees its customers only, with masked names",
         on.readers),
        ("36_roll_back_publication", "The publication is rolled back", on.roll_back_publication),
        ("37_roll_back_run", "A run is rolled back, and the tables equal those on DuckDB",
         on.roll_back_run),
        ("38_dbt_project", "Snowflake executes the dbt project as the daily task does",
         on.project),
    )  # fmt: skip
    return [Command(name, title, without_error(prove)) for name, title, prove in commands]
