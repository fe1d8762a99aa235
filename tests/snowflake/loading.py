"""Loads the sample into an emulated account with the real dbt-snowflake adapter."""

from __future__ import annotations

import json
import os
import pprint
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgpack
import yaml
from dbt.adapters.snowflake.connections import SnowflakeCredentials
from dbt.artifacts.resources import FileHash
from dbt.version import __version__

from emulator.app import Emulator
from emulator.serve import HOST
from warehouse.build.match_engine import ENGINE, write_archive

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "target" / "snowflake_emulator"
DATABASE = "CUSTOMER_360"
# The build on DuckDB that results are compared with; `make test` writes it.
REFERENCE = ROOT / "target" / "test.duckdb"
# The batches of the sample, one a day.
BATCHES = [f"B{number:03}" for number in range(1, 11)]
# The schema of the seeds. The feeds come through a stage: deliveries.py.
SEEDED = ("reference",)
# The parse of the project for the target `snowflake`, made earlier by `make test`.
PARSED = ROOT / "target" / "snowflake" / "partial_parse.msgpack"
# The server computes in one thread at a time; dbt renders the next statement meanwhile.
THREADS = 2
PORT = 8799
# The emulator has no AI_EMBED.
VARS = {"embed_messages": False}


@dataclass(frozen=True)
class Outcome:
    """A dbt command: its exit code, its output, and the CPU seconds of dbt's process."""

    code: int
    output: str
    seconds: float


def profile(port: int) -> dict:
    """The project's profile with a target `snowflake` on the emulator."""
    profiles = yaml.safe_load((ROOT / "profiles.yml").read_text(encoding="utf-8"))
    output = profiles["customer_360"]["outputs"]["snowflake"]
    kept = {key: value for key, value in output.items() if not key.startswith("private_key")}
    connection = {"account": "emulator", "user": "tester", "password": "none", "host": HOST,
                  "port": port, "protocol": "http", "connect_retries": 0, "threads": THREADS,
                  "role": "TRANSFORMER", "warehouse": "TRANSFORMING", "database": DATABASE,
                  "schema": "main"}  # fmt: skip
    return {"customer_360": {"target": "snowflake", "outputs": {"snowflake": kept | connection}}}


def copy_of_reference() -> Path:
    """A copy of the build on DuckDB: other tests, which run at the same time, lock their file."""
    TARGET.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(REFERENCE, TARGET / REFERENCE.name))


def copy_seeds(emulator: Emulator, built: Path) -> list[str]:
    """Copy the tables of SEEDED from a DuckDB build; returns their names.

    built: the file of a build on DuckDB.
    """
    emulator.instance.connect(DATABASE, "PUBLIC")
    copied = []
    with emulator.instance.duck_conn.cursor() as connection:
        connection.execute(f"attach '{built}' as built (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = 'built' and list_contains(?, schema_name) order by all",
            [list(SEEDED)],
        ).fetchall()
        for schema, table in tables:
            target = f'{DATABASE}."{schema.upper()}"'
            source = f'built."{schema}"."{table}"'
            columns = [row[0] for row in connection.execute(f"describe {source}").fetchall()]
            selected = ", ".join(f'"{name}" as "{name.upper()}"' for name in columns)
            connection.execute(f"create schema if not exists {target}")
            connection.execute(
                f'create table {target}."{table.upper()}" as select {selected} from {source}'
            )
            copied.append(f"{schema}.{table}")
        connection.execute("detach built")
    return copied


def match_engine() -> Path:
    """The archive of scripts/mdm that the Python models import."""
    return write_archive(ENGINE, TARGET / "match_engine")


# dbt with the shortcuts of a build, without the project's scripts: a Python model imports from the
# stage.
DBT = """
import sys
sys.path.insert(0, "scripts")
from warehouse.faster_dbt.dbt_shortcuts import take_shortcuts
take_shortcuts()
sys.path.remove("scripts")
from dbt.cli.main import cli
cli()
"""


def reuse_parse(found: dict, own: Path) -> None:
    """Let dbt reuse a parse, PARSED or its own latest, for a profile of `profile`.

    Only the connection and VARS differ, by whose checksums dbt decides; no configuration of a node
    depends on them. own: where dbt keeps its parse.
    """
    if not PARSED.is_file():
        return
    output = found["customer_360"]["outputs"]["snowflake"]
    connection = sorted(SnowflakeCredentials.from_dict(output).connection_info())
    checksum = FileHash.from_contents(pprint.pformat(connection))
    is_own = own.is_file() and own.stat().st_mtime > PARSED.stat().st_mtime
    note = own.with_name("parsed_for.txt")
    if is_own and note.is_file() and note.read_text("utf-8") == checksum.checksum:
        return
    manifest = msgpack.unpackb((own if is_own else PARSED).read_bytes(), strict_map_key=False)
    manifest["state_check"]["profile_hash"] = checksum.to_dict()
    of_vars = "\x00".join([pprint.pformat(VARS), "", "snowflake", __version__])
    manifest["state_check"]["vars_hash"] = FileHash.from_contents(of_vars).to_dict()
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_bytes(msgpack.packb(manifest))
    note.write_text(checksum.checksum, "utf-8")


def run_dbt(emulator: Emulator, *arguments: str) -> Outcome:
    """Run dbt with the target `snowflake` on the emulator."""
    TARGET.mkdir(parents=True, exist_ok=True)
    found = profile(emulator.port)
    (TARGET / "profiles.yml").write_text(yaml.safe_dump(found), "utf-8")
    reuse_parse(found, TARGET / "dbt" / "partial_parse.msgpack")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SNOWFLAKE_")},
        "DBT_PROFILES_DIR": str(TARGET),
        "DBT_PROJECT_DIR": str(ROOT),
        "DBT_TARGET_PATH": str(TARGET / "dbt"),
        "DBT_LOG_PATH": str(TARGET / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
        "DO_NOT_TRACK": "1",
        # The project's scripts are not on the path: a Python model imports from the stage.
        "PYTHONPATH": "",
    }
    command = [sys.executable, "-c", DBT, "--no-use-colors", *arguments, "--target", "snowflake"]
    command += ["--vars", json.dumps(VARS)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(done.returncode, done.stdout + done.stderr, seconds)
