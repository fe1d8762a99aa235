"""COPY of files by the names of their columns."""

from __future__ import annotations

from probes import Fails, Probe

PAGE = "sql-reference/sql/copy-into-table"
SHIPPED = (
    "create or replace file format f type = csv parse_header = true field_delimiter = ','"
    " field_optionally_enclosed_by = '\"' escape_unenclosed_field = none null_if = ('')"
    " empty_field_as_null = true error_on_column_count_mismatch = false"
)
TABLE = "create table t (a varchar, b varchar, file varchar, row_number number(38, 0))"
COPY = (
    "copy into t from @files/ file_format = (format_name = 'f') match_by_column_name ="
    " case_insensitive include_metadata = (file = metadata$filename,"
    " row_number = metadata$file_row_number)"
)
ROWS = "select a, b from t order by file, row_number"
LOADED = f"{SHIPPED} ;; {TABLE} ;; {COPY} ;; {ROWS}"
REFUSED = f"{SHIPPED} ;; {TABLE} ;; {COPY}"
STRICT = SHIPPED.replace("error_on_column_count_mismatch = false", "")
LENIENT = SHIPPED + " skip_blank_lines = true"
COLUMNS = ("file", "status", "rows_loaded")


def csv(content: str) -> dict[str, str]:
    """One file."""
    return {"one.csv": content}


PROBES = (
    Probe(
        "Columns in any order and case match, and others are ignored",
        PAGE,
        LOADED,
        [("1", "2"), ("3", None)],
        files=csv('B,c,A\n2,x,1\n"",x,3\n'),
    ),
    Probe(
        "Values of missing fields are null if ERROR_ON_COLUMN_COUNT_MISMATCH is false",
        PAGE,
        LOADED,
        [("1", None), ("2", None)],
        files=csv("a,b\n1\n2\n"),
    ),
    Probe(
        "Fields beyond the columns are ignored if ERROR_ON_COLUMN_COUNT_MISMATCH is false",
        PAGE,
        LOADED,
        [("1", "2")],
        files=csv("a,b\n1,2,3\n"),
    ),
    Probe(
        "ERROR_ON_COLUMN_COUNT_MISMATCH is true by default",
        PAGE,
        f"{STRICT} ;; {TABLE} ;; {COPY}",
        Fails("Number of columns in file"),
        files=csv("a\n1\n"),
    ),
    Probe(
        "Records of different lengths in a file are an error: one is shorter",
        PAGE,
        REFUSED,
        Fails("End of record reached"),
        files=csv("a,b\n1,2\n3\n"),
    ),
    Probe(
        "Records of different lengths in a file are an error: one is longer",
        PAGE,
        REFUSED,
        Fails("Field delimiter found"),
        files=csv("a,b\n1,2\n3,4,5\n"),
    ),
    Probe(
        "A quoted value that does not end is an error",
        PAGE,
        REFUSED,
        Fails("Parsing error"),
        files=csv('a,b\n1,"2\n3,4\n'),
    ),
    Probe(
        "A quote within a value is part of it, and two in a quoted value are one",
        PAGE,
        LOADED,
        [('1"', 'a "b"')],
        files=csv('a,b\n1","a ""b"""\n'),
    ),
    Probe(
        "A quoted value may have line breaks and delimiters",
        PAGE,
        LOADED,
        [("1", "x,\ny")],
        files=csv('a,b\n1,"x,\ny"\n'),
    ),
    Probe(
        "A byte order mark is skipped",
        PAGE,
        LOADED,
        [("1", "2")],
        files=csv("\ufeffa,b\n1,2\n"),
    ),
    Probe(
        "A carriage return before a line break ends a record too",
        PAGE,
        LOADED,
        [("1", "2"), ("3", "4")],
        files=csv("a,b\r\n1,2\r\n3,4\r\n"),
    ),
    Probe(
        "A blank line is an error",
        PAGE,
        REFUSED,
        Fails("End of record reached"),
        files=csv("a,b\n1,2\n\n3,4\n"),
    ),
    Probe(
        "SKIP_BLANK_LINES skips blank lines",
        PAGE,
        f"{LENIENT} ;; {TABLE} ;; {COPY} ;; {ROWS}",
        [("1", "2"), ("3", "4")],
        files=csv("a,b\n1,2\n\n3,4\n"),
    ),
    Probe(
        "Without a match of names each record is a row of nulls",
        PAGE,
        LOADED,
        [(None, None)],
        files=csv("c,d\n1,2\n"),
    ),
    Probe(
        "A file is loaded once",
        PAGE,
        f"{REFUSED} ;; {COPY}",
        [("Copy executed with 0 files processed.",)],
        files=csv("a\n1\n"),
    ),
    Probe(
        "FORCE loads a file again",
        PAGE,
        f"{SHIPPED} ;; {TABLE} ;; {COPY} ;; {COPY} force = true ;; {ROWS}",
        [("1", None), ("1", None)],
        files=csv("a\n1\n"),
    ),
    Probe(
        "FORCE loads a file that was not loaded before",
        PAGE,
        f"{SHIPPED} ;; {TABLE} ;; {COPY} force = true ;; {ROWS}",
        [("1", None)],
        files=csv("a\n1\n"),
    ),
    Probe(
        "COPY answers with a row per file",
        PAGE,
        REFUSED,
        [("files/one.csv", "LOADED", 2), ("files/two.csv", "LOADED", 0)],
        COLUMNS,
        files={"one.csv": "a\n1\n2\n", "two.csv": "a\n"},
    ),
    Probe(
        "COPY_HISTORY has the files that were loaded, with their rows",
        "sql-reference/functions/copy_history",
        f"{SHIPPED} ;; {TABLE} ;; {COPY} ;; select file_name, row_count, status from"
        " table(information_schema.copy_history(table_name => 't', start_time =>"
        " dateadd(day, -13, current_timestamp()))) order by file_name",
        [("one.csv", 2, "Loaded"), ("two.csv", 0, "Loaded")],
        files={"one.csv": "a\n1\n2\n", "two.csv": "a\n"},
    ),
    Probe(
        "MATCH_BY_COLUMN_NAME of CSV files needs PARSE_HEADER",
        PAGE,
        f"{SHIPPED.replace('parse_header = true', '')} ;; {TABLE} ;; {COPY}",
        Fails("PARSE_HEADER"),
        files=csv("a\n1\n"),
    ),
)
