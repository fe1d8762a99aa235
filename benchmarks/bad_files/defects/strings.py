"""Keys and strings: placeholders, whitespace, invisible characters, case, scripts and length."""

from __future__ import annotations

from bad_files.delivery import defect
from bad_files.draft import Draft

GROUP = "keys and strings"
MISSING, INVALID = "missing_key", "invalid_key"
ON = "csv jsonl parquet"
BAD_KEYS: dict[str, tuple[str | None, str]] = {
    "no key": (None, MISSING),
    "a blank key": ("  ", MISSING),
    "an ideographic space as a key": ("\u3000", MISSING),
    "a zero-width space as a key": ("\u200b", MISSING),
    "-1 as a key": ("-1", MISSING),
    "0 as a key": ("0", MISSING),
    "N/A as a key": ("n/a", MISSING),
    "NULL as a key": ("NULL", MISSING),
    "question marks as a key": ("???", MISSING),
    "an error of Excel as a key": ("#N/A", MISSING),
    "a key of 5,000 characters": ("K" * 5000, INVALID),
    "a key with a space inside": ("BF 1", INVALID),
    "a key with a no-break space inside": ("BF\u00a01", INVALID),
    "a key with an emoji": ("BF\U0001f600", INVALID),
    "a key with a letter of another script": ("\u0412F1", INVALID),
    "a key with a quote": ("BF'1", INVALID),
    "a key with a line break": ("BF\n1", INVALID),
    "a key in scientific notation of Excel": ("1.23457E+12", INVALID),
}


def bad_key(title: str, text: str | None, reason: str) -> None:
    """Register a key that must be in quarantine."""

    @defect(GROUP, f"has {title}", on=ON)
    def apply(draft: Draft) -> None:
        draft.quarantine(1, f"{reason} in {draft.key}", **{draft.key: text})


for _title, (_text, _reason) in BAD_KEYS.items():
    bad_key(_title, _text, _reason)


@defect(GROUP, "has whitespace and invisible characters around keys", on=ON)
def around_keys(draft: Draft) -> None:
    for place, (before, after) in enumerate([(" ", "\u00a0"), ("\u200b", "\t"), ("\ufeff", " ")]):
        key = draft.rows[place].values[draft.key]
        draft.store(place, draft.key, f"{before}{key}{after}", key)


@defect(GROUP, "has an invisible character inside a key", on=ON)
def inside_key(draft: Draft) -> None:
    key = str(draft.rows[1].values[draft.key])
    draft.store(1, draft.key, f"{key[:3]}\u200b{key[3:]}", key)


@defect(
    GROUP,
    "has keys in lower case that are stored in upper case",
    on=ON,
    feeds="orders fraud_alerts finance_accounts",
)
def lower_case_keys(draft: Draft) -> None:
    for place, row in enumerate(draft.rows):
        key = str(row.values[draft.key])
        draft.store(place, draft.key, key.lower(), key)


@defect(
    GROUP,
    "has Salesforce ids that differ only in case",
    on="jsonl",
    feeds="salesforce_accounts",
)
def case_only(draft: Draft) -> None:
    for place, tail in enumerate(["AbCdE", "aBcDe", "abcde"]):
        draft.rows[place] = draft.rows[place].put(Id=f"0015gBF{draft.number:03d}{tail}")


@defect(GROUP, "has keys that are numbers with leading zeros", on=ON)
def leading_zeros(draft: Draft) -> None:
    for place, zeros in enumerate(["", "0", "00"]):
        draft.rows[place] = draft.rows[place].put(**{draft.key: f"{zeros}77{draft.number:05d}"})


STRINGS = {
    "no-break spaces": ("Anna\u00a0Maria", "Anna Maria"),
    "a tab at its end": ("Anna Maria\t", "Anna Maria"),
    "ideographic spaces": ("\u3000李\u3000小龙\u3000", "李 小龙"),
    "zero-width characters": ("An\u200bna\u200d Ma\ufeffria", "Anna Maria"),
    "a soft hyphen": ("Anna\u00adMaria", "AnnaMaria"),
    "direction marks": ("\u202eAnna\u202c", "Anna"),
    "a control character": ("An\x07na", "Anna"),
    "only whitespace": ("\u2003 \u00a0", None),
    "an accent of its own": ("Zoe\u0308", "Zoe\u0308"),
    "an emoji": ("Anna \U0001f600", "Anna \U0001f600"),
    "a flag": ("\U0001f1e9\U0001f1ea", "\U0001f1e9\U0001f1ea"),
    "right-to-left letters": ("محمد علي", "محمد علي"),
    "a formula": ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
    "SQL": ("Robert'); drop table orders;--", "Robert'); drop table orders;--"),
    "Jinja": ("{{ ref('x') }}", "{{ ref('x') }}"),
    "the word NULL": ("NULL", "NULL"),
    "a backslash and an n": ("a\\nb", "a\\nb"),
    "a line break": ("Anna\nMaria", "Anna Maria"),
    "double quotes": ('Anna "Annie" Maria', 'Anna "Annie" Maria'),
    "1,000 characters": ("x" * 1000, "x" * 1000),
    "a broken encoding": ("MÃ¼ller", "MÃ¼ller"),
}
NAMES = {"csv": "FULL_NAME", "jsonl": "DEAL_NAME", "parquet": "LAST_NAME"}


def string_in_name(title: str, text: str, meant: str | None) -> None:
    """Register a string in a name."""

    @defect(
        GROUP,
        f"has {title} in a name",
        on=ON,
        feeds="marketing_leads opportunities oracle_customers",
    )
    def apply(draft: Draft) -> None:
        draft.store(1, NAMES[draft.file_format], text, meant)


for _title, (_text, _meant) in STRINGS.items():
    string_in_name(_title, _text, _meant)
