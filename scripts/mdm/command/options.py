"""Options that several commands share: files of any kind, versions of the match model."""

import argparse
from collections import ChainMap

import pandas as pd

from ..files.columns import parse_columns
from ..files.table import FileOptions
from ..match_model import MatchModel, read_parameters
from ..seeds import ACTIVE, active_version, read_versions

DAY_ORDERS = {"day": "D", "month": "M"}


def add_file_options(command: argparse.ArgumentParser) -> None:
    """Add the options for reading a file of records."""
    command.add_argument(
        "--columns",
        action="append",
        metavar="FIELD=COLUMN,...",
        help="columns of the fields that have other names in the file; can be repeated",
    )
    command.add_argument("--encoding", help="encoding of a CSV file (default: detected)")
    command.add_argument("--delimiter", help="delimiter of a CSV file (default: detected)")
    command.add_argument(
        "--date-order",
        choices=list(DAY_ORDERS),
        help="order of day and month in dates such as 04/05/1980 (default: detected per source)",
    )


def file_options(arguments: argparse.Namespace) -> FileOptions:
    """Return the options of `add_file_options`; raises ValueError for invalid --columns."""
    columns = ChainMap(*map(parse_columns, arguments.columns or ()))
    delimiter = arguments.delimiter.replace("\\t", "\t") if arguments.delimiter else None
    order = DAY_ORDERS.get(arguments.date_order)
    return FileOptions(dict(columns), arguments.encoding, delimiter, order)


def version_name(given: str) -> str:
    """Return a version, or the one that the project uses for 'active'."""
    return active_version() if given == ACTIVE else given


def read_model(
    arguments: argparse.Namespace, version: str
) -> tuple[dict[str, pd.DataFrame], MatchModel]:
    """Return the reference tables, --parameters included, and a version of the match model."""
    reference = read_versions(arguments.parameters)
    rows = (reference["match_model_parameters"], reference["name_frequencies"])
    return reference, read_parameters(*rows, version_name(version))
