"""Shared parts of the application's pages: queries, filters, key figures, charts."""

import sys
from pathlib import Path

# A deployment to Snowflake has the match engine next to this folder (snowflake.yml).
_scripts = Path(__file__).resolve().parents[1] / "scripts"
if _scripts.is_dir():
    sys.path.append(str(_scripts))
