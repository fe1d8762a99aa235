"""All damages; importing a module of this folder registers those in it."""

from bad_files.damages import (
    csv_files,
    file_names,
    headers,
    json_files,
    packed_files,
    parquet_files,
    parquet_types,
    redelivered,
    snapshots,
    text_files,
    texts,
    values,
)
from bad_files.delivery import REGISTRY

__all__ = [
    "REGISTRY",
    "csv_files",
    "file_names",
    "headers",
    "json_files",
    "packed_files",
    "parquet_files",
    "parquet_types",
    "redelivered",
    "snapshots",
    "text_files",
    "texts",
    "values",
]
