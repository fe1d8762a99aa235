"""All defects; importing a module of this folder registers those in it."""

from importlib import import_module

from bad_files.delivery import REGISTRY

__all__ = ["REGISTRY"]

# The order determines the numbers of the deliveries, and with them the drawn feeds and rows.
MODULES = (
    "csv_files",
    "file_names",
    "headers",
    "json_files",
    "gzip_files",
    "parquet_files",
    "parquet_types",
    "redelivered",
    "snapshots",
    "text_files",
    "strings",
    "values",
)
for _module in MODULES:
    import_module(f"bad_files.defects.{_module}")
