"""Probes of strings and bytes."""

from probes import Fails, Probe

PROBES = [
    Probe(
        "TRIM removes the characters given, at both sides",
        "sql-reference/functions/trim",
        "select trim('-_a-b_-', '-_')",
        [("a-b",)],
    ),
    Probe(
        "TRIM without characters removes spaces and no other whitespace",
        "sql-reference/functions/trim",
        "select length(trim('  a\\t '))",
        [(2,)],
    ),
    Probe(
        "LTRIM and RTRIM remove the characters given, at their side",
        "sql-reference/functions/ltrim",
        "select ltrim('0012100', '0'), rtrim('0012100', '0')",
        [("12100", "00121")],
    ),
    Probe(
        "SPLIT_PART counts parts from one, and gives an empty string for a part that is missing",
        "sql-reference/functions/split_part",
        "select split_part('a|b', '|', 2), split_part('a|b', '|', 3)",
        [("b", "")],
    ),
    Probe(
        "SPLIT_TO_TABLE in a lateral join gives a row for each part, with its position",
        "sql-reference/functions/split_to_table",
        "select parts.index, parts.value from (select 'a|b|c' as x) as t,"
        " lateral split_to_table(t.x, '|') as parts order by 1",
        [(1, "a"), (2, "b"), (3, "c")],
    ),
    Probe(
        "SPLIT_TO_TABLE is a table function",
        "sql-reference/functions/split_to_table",
        "select parts.value from table(split_to_table('a b', ' ')) as parts order by parts.index",
        [("a",), ("b",)],
    ),
    Probe(
        "The sorted parts of a string can be joined again",
        "sql-reference/functions/array_to_string",
        "select array_to_string(array_sort(split('b a c', ' ')), ' ')",
        [("a b c",)],
    ),
    Probe(
        "REGEXP_REPLACE replaces all matches",
        "sql-reference/functions/regexp_replace",
        "select regexp_replace('a1b22', '[0-9]+', '#')",
        [("a#b#",)],
    ),
    Probe(
        "REGEXP_LIKE must match the whole string",
        "sql-reference/functions/regexp_like",
        "select regexp_like('abc', 'b'), regexp_like('abc', '.*b.*')",
        [(False, True)],
    ),
    Probe(
        "A backslash in a string literal starts an escape sequence",
        "sql-reference/data-types-text",
        "select length('a\\\\b'), length('a\\nb')",
        [(3, 3)],
    ),
    Probe(
        "|| with a null is null",
        "sql-reference/functions/concat",
        "select 'a' || null",
        [(None,)],
    ),
    Probe(
        "CONCAT with a null is null",
        "sql-reference/functions/concat",
        "select concat('a', null)",
        [(None,)],
    ),
    Probe(
        "LIKE distinguishes case, ILIKE does not",
        "sql-reference/functions/ilike",
        "select 'Ab' like 'ab', 'Ab' ilike 'ab'",
        [(False, True)],
    ),
    Probe(
        "LPAD and RPAD fill to a length",
        "sql-reference/functions/lpad",
        "select lpad('7', 3, '0'), rpad('7', 3, '0')",
        [("007", "700")],
    ),
    Probe(
        "LISTAGG joins values in an order",
        "sql-reference/functions/listagg",
        "select listagg(x, ',') within group (order by x) from (values ('b'), ('a')) as t (x)",
        [("a,b",)],
    ),
    Probe(
        "JAROWINKLER_SIMILARITY is a whole number from 0 to 100 and ignores case",
        "sql-reference/functions/jarowinkler_similarity",
        "select jarowinkler_similarity('Snowflake', 'SNOWFLAKE'),"
        " jarowinkler_similarity('Snowflake', 'Oracle')",
        [(100, 61)],
    ),
    Probe(
        "MD5 is a string of 32 hexadecimal digits in lower case",
        "sql-reference/functions/md5",
        "select md5('Snowflake')",
        [("edf1439075a83a447fb8b630ddc9c8de",)],
    ),
    Probe(
        "SHA2_BINARY has 32 bytes, which TO_VARCHAR shows as hexadecimal digits",
        "sql-reference/functions/sha2",
        "select to_varchar(sha2_binary('a', 256), 'HEX')",
        [("CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB",)],
    ),
    Probe(
        "A cast to BINARY reads hexadecimal digits",
        "sql-reference/data-types-text",
        "select length(cast('00FF' as binary(2)))",
        [(2,)],
    ),
    Probe(
        "A cast to BINARY of other text is an error",
        "sql-reference/functions/to_binary",
        "select to_binary('xyz')",
        Fails("(?i)hex|blob"),
    ),
    Probe(
        "DECODE compares with nulls as well",
        "sql-reference/functions/decode",
        "select decode(null, null, 'empty', 'full')",
        [("empty",)],
    ),
    Probe(
        "TRY_CAST reads hexadecimal digits where a string becomes binary, and is null for others",
        "sql-reference/functions/try_cast",
        "select try_cast('c1' as binary) = x'C1', try_cast('BUYER' as binary) is null",
        [(True, True)],
    ),
]
