"""Gives `make lint` the parse that the tests use, because a parse takes longer than most checks.

python -m lint_parse

Writes the parse to target/lint, where sqlfluff's own parse would be. dbt reuses a parse with the
checksums of the current options and connection. Otherwise only the name of the database differs,
which no check reads.
"""

from __future__ import annotations

import shutil

from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import (
    ManifestLoader,
    extended_mashumaro_encoder,
    extended_mashumuro_decoder,
)
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager

from dbt_in_process import configured
from reference_build import TARGET, parsed_project

# What sqlfluff passes to dbt; see .sqlfluff.
OPTIONS = {"profile": "customer_360", "target": "duckdb"}


def main() -> None:
    """Parse the project, unless that is done, and write the parse and its manifest.json."""
    parsed = parsed_project("test", {}).parsed
    folder = TARGET / "lint"
    folder.mkdir(exist_ok=True)
    ctx_set_event_manager(EventManager())  # without messages
    manifest = Manifest.from_msgpack(parsed.read_bytes(), decoder=extended_mashumuro_decoder)
    with configured(":memory:", folder, **OPTIONS) as config:
        loader = ManifestLoader(config, config.load_dependencies())
        manifest.state_check = loader.build_manifest_state_check()
    (folder / parsed.name).write_bytes(manifest.to_msgpack(extended_mashumaro_encoder))
    shutil.copy2(parsed.with_name("manifest.json"), folder)


if __name__ == "__main__":
    main()
