"""Judges the message of a build about a file that it must refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bad_files.delivery import Delivery

MOST_LINES = 3
NOTHING = "Nothing was loaded."
# Raw messages of a reader or of dbt.
RAW = re.compile(
    r"Traceback|\b\w*(Error|Exception): |Errno|\bduckdb\b|read_csv|INTERNAL|gzipped|https?://|"
    r"Compressed file|CRC|0x[0-9a-f]{3,}|\bb'",
    re.I,
)


def message_faults(delivery: Delivery, problems: Sequence[str]) -> list[str]:
    """The faults of a build's message about a delivery; empty if there are none.

    A good message is short, names the file, the error and the remedy, in the project's own words.
    """
    assert delivery.refusal
    if not problems:
        return ["it was not refused"]
    faults = []
    if len(problems) >= MOST_LINES:
        faults.append(f"the message has {len(problems)} lines")
    text = "\n".join(problems)
    if raw := RAW.search(text):
        faults.append(f"the message has '{raw[0]}' in it")
    names = [name for path in delivery.refusal.files for name in shown_names(path)]
    if not any(name in text for name in names):
        faults.append("the message does not name the file")
    if not re.search(delivery.refusal.pattern, text):
        faults.append(f"the message does not match '{delivery.refusal.pattern}'")
    if not all("; " in line or " did you mean " in line for line in problems):
        faults.append("the message does not say what to do")
    return faults


def shown_names(path: str) -> list[str]:
    """How a message may name a file: its path, or the wrong folder."""
    names = [path, path.encode("unicode_escape", "backslashreplace").decode("ascii")]
    if path.count("/") > 1:
        names.append(path.rsplit("/", 1)[0])
    first = path.split("/")[0]
    return [*names, f"{first} belongs to no feed"]


def refusal_faults(delivery: Delivery, code: int, lines: Sequence[str]) -> list[str]:
    """The faults of a build that must refuse a delivery."""
    if code == 0:
        return ["the build did not refuse it"]
    faults = [] if code == 2 else [f"the exit code is {code}"]
    if not lines or lines[-1] != NOTHING:
        faults.append("it does not say that nothing was loaded")
    problems = [line for line in lines if line != NOTHING]
    return faults + message_faults(delivery, problems)
