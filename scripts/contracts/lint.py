"""Validates the contracts with datacontract-cli, all in one process."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest.mock import patch

from jsonschema import Draft201909Validator


def lint_problems(paths: Iterable[Path]) -> Iterator[str]:
    """A line for each problem that datacontract-cli finds."""
    from datacontract.data_contract import DataContract

    # Silence the log, because it would repeat the problems.
    logging.disable(logging.CRITICAL)
    for number, path in enumerate(paths):
        contract = DataContract(data_contract_file=str(path), all_errors=True)
        if number == 0:
            run = contract.lint()
        else:
            # All contracts have the same schema; checking the schema itself takes most of the time.
            with patch.object(Draft201909Validator, "check_schema"):
                run = contract.lint()
        for check in run.checks:
            if check.result.value != "passed":
                yield f"{path.name}: {check.name}: {check.reason}"
