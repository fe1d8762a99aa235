"""Judges what a build says about a file that it must refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bad_files.delivery import Delivery

MOST_LINES = 3
NOTHING = "Nothing was loaded."
# What a reader or dbt says by itself.
RAW = re.compile(
    r"Traceback|\b\w*(Error|Exception): |Errno|\bduckdb\b|read_csv|INTERNAL|gzipped|https?://|"
    r"Compressed file|CRC|0x[0-9a-f]{3,}|\bb'",
    re.I,
)


def message_faults(delivery: Delivery, problems: Sequence[str]) -> list[str]:
    """What is wrong with the lines that a build says about a delivery; empty if nothing is.

    They are few, name the file, say what is wrong and what to do, and are nobody else's.
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
    if not re.search(delivery.refusal.says, text):
        faults.append(f"the message does not say '{delivery.refusal.says}'")
    if not all("; " in line or " did you mean " in line for line in problems):
        faults.append("the message does not say what to do")
    return faults


def shown_names(path: str) -> list[str]:
    """How a message may name a file: the path, or the folder that is wrong."""
    names = [path, path.encode("unicode_escape", "backslashreplace").decode("ascii")]
    if path.count("/") > 1:
        names.append(path.rsplit("/", 1)[0])
    first = path.split("/")[0]
    return [*names, f"{first} belongs to no feed"]


def refusal_faults(delivery: Delivery, code: int, lines: Sequence[str]) -> list[str]:
    """What is wrong with the end of a build that must refuse a delivery."""
    if code == 0:
        return ["the build did not refuse it"]
    faults = [] if code == 2 else [f"the exit code is {code}"]
    if not lines or lines[-1] != NOTHING:
        faults.append("it does not say that nothing was loaded")
    problems = [line for line in lines if line != NOTHING]
    return faults + message_faults(delivery, problems)
