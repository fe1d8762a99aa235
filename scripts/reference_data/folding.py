"""The folding of Unicode characters to upper case without marks, as a macro file.

A character is folded by its properties in Unicode: compatibility forms are replaced, marks and
invisible characters deleted, whitespace and symbols become spaces. Then letters of other alphabets
are transliterated. Other scripts stay unchanged.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .transliteration import GREEK_PAIRS, LETTERS, LOOK_ALIKES

UMLAUTS = {"A\u0308": "AE", "O\u0308": "OE", "U\u0308": "UE"}
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\u05be\u30a0\u301c\u2043"
APOSTROPHES = "\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02bf\u02be\u00b4\u05f3"
DELETED = "\u00b7\u0387\u0640\u3099\u309a\u115f\u1160\u3164\uffa0\u2800\u034f\u05f4"
"""Characters without meaning for a name: the dot of Catalan, the stretch of Arabic, voicing marks
(which half-width letters write apart), letters without a shape."""
WRITTEN_OUT = {"\u3231": " 株式会社 ", "\u3232": " 有限会社 ", "\u337f": "株式会社", "№": "NO"}
LIGATURES = "\ufdf2\ufdf4\ufef5\ufef6\ufef7\ufef8\ufef9\ufefa\ufefb\ufefc"
"""Arabic ligatures that keyboards and fonts give: Allah, Muhammad, lam with alef."""
FORMULAS = "\U0001d400"
"""The first letter of formulas, which are folded only where one letter becomes one."""
MARKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x1AB0, 0x1ACE), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0),
    (0xFE20, 0xFE2F),
)  # fmt: skip
"""Marks that a name may lack; those of other scripts are vowels."""
SYMBOLS = ((0x2190, 0x23FF), (0x2500, 0x2BFF), (0x1F000, 0x1F0FF), (0x1F300, 0x1FAFF))
"""Arrows, drawings, pictures: too many to list."""


@dataclass(frozen=True)
class Group:
    """Characters that are folded together, by ranges of code points.

    is_accent: true: only characters in the ranges that merely lose marks; false: all others.
    """

    name: str
    contents: str
    ranges: tuple[tuple[int, int], ...]
    is_accent: bool | None = None


WESTERN = ((0x80, 0x17F), (0x39C, 0x39C), (0x1E9E, 0x1E9E), (0x2010, 0x2027))
OTHER_LATIN = (
    (0x180, 0x344), (0x346, 0x36F), (0x1AB0, 0x1ACE), (0x1D00, 0x1E9D), (0x1E9F, 0x1EFF),
    (0x2000, 0x200F), (0x2028, 0x209F), (0x20D0, 0x20F0), (0x2C60, 0x2C7F), (0xA720, 0xA7FF),
    (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF),
)  # fmt: skip
GROUPS = (
    Group("accents", "Marks, and Latin letters that have one", WESTERN + OTHER_LATIN, True),
    Group("western", "Other Latin letters, quotes and dashes of the West", WESTERN, False),
    Group("latin", "The rest for Latin strings, and what is invisible", OTHER_LATIN, False),
    Group(
        "greek_and_cyrillic",
        "Greek and Cyrillic letters",
        (
            (0x345, 0x345), (0x370, 0x52F), (0x1C80, 0x1C88), (0x1F00, 0x1FFF),
            (0x2DE0, 0x2DFF), (0xA640, 0xA69F),
        ),
    ),
    Group(
        "armenian_and_georgian",
        "Armenian and Georgian letters",
        ((0x531, 0x58F), (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D), (0xFB13, 0xFB17)),
    ),
    Group(
        "semitic",
        "Hebrew and Arabic points, digits and forms of letters",
        ((0x590, 0x6FF), (0xFB1D, 0xFDFC), (0xFE70, 0xFEFC)),
    ),
    Group(
        "east_asian",
        "Full and half width, kana, enclosed and compatibility forms",
        (
            (0x2100, 0x218B), (0x2460, 0x24FF), (0x2E3A, 0x2E3B), (0x2F00, 0x2FD5),
            (0x3000, 0x30FF), (0x3231, 0x3232), (0x337F, 0x337F), (0xF900, 0xFAD9),
            (0xFE30, 0xFE6B), (0xFF01, 0xFFEE),
        ),
    ),
    Group(
        "others",
        "Digits of other scripts, letters of formulas, and what is invisible",
        (
            (0x0966, 0x096F), (0x09E6, 0x09EF), (0x0E50, 0x0E59), (0x1680, 0x1680),
            (0x180B, 0x180F), (0x115F, 0x1160), (0xFFF9, 0xFFFB), (0x1D400, 0x1D7FF),
            (0x1F110, 0x1F189), (0xE0100, 0xE01EF), (0xE0001, 0xE007F), (0x2800, 0x2800),
        ),
    ),
)  # fmt: skip


def fold(character: str) -> str:
    """Return the folded form of a capital, or of a letter without case."""
    if character in WRITTEN_OUT:
        return WRITTEN_OUT[character]
    if character in DASHES:
        return "-"
    if character in APOSTROPHES:
        return "'"
    if character in DELETED or _is_mark(character):
        return ""
    if "VARIATION SELECTOR" in unicodedata.name(character, ""):
        return ""
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cc") and character not in "\t\n\v\f\r\x85":
        return ""
    if kind[0] in "ZPSC":
        return _blank(character)
    if kind == "Nd":
        return str(unicodedata.digit(character))
    parts = unicodedata.normalize("NFKD", character)
    parts = "".join(part for part in parts if part == "\u0308" or not _is_mark(part)).upper()
    return _in_katakana("".join(map(_fold_part, _umlauts(parts))))


def _umlauts(text: str) -> str:
    for letters, both in UMLAUTS.items():
        text = text.replace(letters, both)
    return text


def _fold_part(character: str) -> str:
    if character in LETTERS or character.lower() in LETTERS:
        return LETTERS.get(character, LETTERS.get(character.lower(), ""))
    is_lost = character in DELETED or character in APOSTROPHES or _is_mark(character)
    return "" if is_lost else character


def _blank(character: str) -> str:
    """Whitespace, a symbol or punctuation: its ASCII form, or a space.

    A backslash would be an escape in the SQL of some engines.
    """
    plain = unicodedata.normalize("NFKC", character)
    if plain in APOSTROPHES or plain == "`":
        return "'"
    if plain == character or not plain.isascii() or plain == "\\":
        return " " if not character.isascii() else character
    return plain.upper().strip() or " "


def _is_mark(character: str) -> bool:
    place = ord(character)
    return any(first <= place <= last for first, last in MARKS)


def _in_katakana(text: str) -> str:
    """Hiragana as katakana; small kana stay apart."""
    return "".join(chr(ord(one) + 0x60) if "\u3041" <= one <= "\u3096" else one for one in text)


def characters(group: Group, with_small: bool = False) -> Iterator[str]:
    """Yield the assigned characters of a group, without lower-case letters of a pair, or all."""
    for first, last in group.ranges:
        for one in map(chr, range(first, last + 1)):
            if unicodedata.category(one) == "Cn" or (_is_small(one) and not with_small):
                continue
            if group.is_accent is None or group.is_accent == _only_loses_marks(one):
                yield one


def _is_small(one: str) -> bool:
    return _capital(one) != one


def _capital(one: str) -> str:
    """The capital of a letter if it is a single letter, as in `upper` of the engines."""
    return one.upper() if len(one.upper()) == 1 else one


def _only_loses_marks(one: str) -> bool:
    """Whether nothing but marks has to be removed from a letter, as most engines can do."""
    plain = unicodedata.normalize("NFD", one.upper())
    if plain and all(unicodedata.category(part) == "Mn" for part in plain):
        return _is_mark(one)
    plain = "".join(part for part in plain if not _is_mark(part))
    return not one.isascii() and len(one.upper()) == 1 and fold(one.upper()) == plain


def letters_of(group: Group) -> dict[str, str]:
    """Return the characters of a group by the letter that replaces them, '' for the deleted."""
    found: dict[str, str] = {}
    for one in characters(group):
        folded = fold(one)
        if len(folded) < 2 and folded != one:
            found[folded] = found.get(folded, "") + one
    deleted = found.pop("", "")
    return {**dict(sorted(found.items())), **({"": deleted} if deleted else {})}


def expansions(groups: Iterable[Group]) -> dict[str, str]:
    """Return the characters of groups that become several letters, after letter pairs."""
    found = {}
    for group in groups:
        for one in characters(group):
            folded = fold(one)
            is_word = folded.isascii() and folded.isalpha() and one < FORMULAS
            if len(folded) > 1 and (is_word or one in LIGATURES or one in WRITTEN_OUT):
                found[one] = folded
    return found


def pairs() -> dict[str, str]:
    """Return pairs of Greek letters, the second also with accent."""
    return {
        first + second: both
        for (first, plain), both in GREEK_PAIRS.items()
        for second in (plain, *({"Υ": "Ύ"}.get(plain, "")))
    }


def escaped(text: str) -> str:
    """Return a string as it is written between quotes in Jinja, in ASCII."""
    return "".join(
        one if " " <= one <= "~" and one not in "'\\"
        else f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"
        for one in text
    )  # fmt: skip


def in_lines(text: str, size: int = 13) -> Iterator[str]:
    """Yield parts of a string of a size that fits a line."""
    for start in range(0, len(text), size):
        yield text[start : start + size]


def render() -> str:
    """Return the text of macros/identity/folding_table.sql."""
    parts = []
    for group in GROUPS:
        pairs_of_group = [
            f"('{_quoted(letter)}', '{escaped(part)}'), "
            for letter, found in letters_of(group).items()
            for part in in_lines(found, 7 if max(found) > "\uffff" else 12)
        ]
        lines = "\n".join(f"        {line}" for line in _wrapped(pairs_of_group, 90))
        header = _NEXT.format(contents=group.contents)
        if not parts:
            header = _FIRST.format(version=unicodedata.unidata_version, contents=group.contents)
        parts.append(_GROUP.format(name=group.name, header=header, lines=lines))
    look_alikes = "\n".join(
        f"        ('{letter}', '{escaped(found)}')," for letter, found in _by_letter(LOOK_ALIKES)
    )
    header = _NEXT.format(contents="Letters that look like Latin ones")
    parts.append(_GROUP.format(name="look_alikes", header=header, lines=look_alikes))
    for name, found in (
        ("latin", UMLAUTS | expansions(GROUPS[:3])),
        ("other", pairs() | expansions(GROUPS[3:])),
    ):
        replaced = [f"('{escaped(one)}', '{escaped(both)}'), " for one, both in found.items()]
        listed = "\n".join(f"        {line}" for line in _wrapped(replaced, 90))
        parts.append(_EXPANSIONS.format(name=name, lines=listed))
    parts.append(_RANGES.format(lines=_ranges()))
    return "\n".join(parts)


def _ranges() -> str:
    lines = []
    groups = {
        group.name: _as_ranges(
            one for one in characters(group, True) if len(fold(_capital(one))) < 2
        )
        for group in GROUPS
    }
    for name, ranges in {**groups, "symbols": SYMBOLS, "all_latin": WESTERN + OTHER_LATIN}.items():
        parts = [
            escaped(chr(first)) + (f"-{escaped(chr(last))}" if last > first else "")
            for first, last in ranges
        ]
        lines.append(f"        '{name}': " + _in_quotes(parts, 12))
    return "\n".join(lines)


def _as_ranges(found: Iterable[str]) -> list[tuple[int, int]]:
    """Return the ranges of code points of some characters; unassigned ones do not interrupt one."""
    ranges: list[tuple[int, int]] = []
    for place in sorted(map(ord, found)):
        between = range(ranges[-1][1] + 1, place) if ranges else range(0)
        if ranges and all(unicodedata.category(chr(one)) == "Cn" for one in between):
            ranges[-1] = ranges[-1][0], place
        else:
            ranges.append((place, place))
    return ranges


def _in_quotes(parts: list[str], indent: int) -> str:
    """Return parts as one quoted text in lines of at most 66 characters."""
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part) > 66:
            lines.append("")
        lines[-1] += part
    return "'" + (f"'\n{' ' * indent}~ '").join(lines) + "',"


def _quoted(letter: str) -> str:
    return "\\'\\'" if letter == "'" else escaped(letter)


def _by_letter(table: Mapping[str, str]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for one, letter in table.items():
        found[letter] = found.get(letter, "") + one
    return sorted(found.items())


def _wrapped(parts: Iterable[str], size: int) -> Iterator[str]:
    """Yield lines of at most `size` characters of parts that end in a space."""
    line = ""
    for part in parts:
        if len(line) + len(part) > size:
            yield line.rstrip()
            line = ""
        line += part
    if line:
        yield line.rstrip()


_FIRST = """\
{{#
    Generated from Unicode {version} by `python -m reference_data`; do not edit.

    {contents}, by what they are folded to. A macro for each group
    of characters gives those that become one letter or are deleted, or their replacements in the
    same order.

    Arguments:
        is_replacement  whether the replacements are wanted

    Example:
        translate(name, '{{{{ fold_accents() }}}}', '{{{{ fold_accents(true) }}}}')
#}}"""
_NEXT = "{{# {contents}; see fold_accents. #}}"
_GROUP = """\
{header}
{{% macro fold_{name}(is_replacement=false) -%}}
    {{%- for letter, variants in [
{lines}
    ] -%}}
        {{{{- letter * variants | length if is_replacement else variants -}}}}
    {{%- endfor -%}}
{{%- endmacro %}}
"""
_EXPANSIONS = """\
{{# A string with its {name} characters that become several letters replaced. #}}
{{% macro expand_{name}(text) -%}}
    {{%- set expanded = namespace(text=text) -%}}
    {{%- for one, letters in [
{lines}
    ] -%}}
        {{%- set arguments = expanded.text ~ ", '" ~ one ~ "', '" ~ letters ~ "'" -%}}
        {{%- set expanded.text = "replace(" ~ arguments ~ ")" -%}}
    {{%- endfor -%}}
    {{{{- expanded.text -}}}}
{{%- endmacro %}}
"""
_RANGES = """\
{{# The ranges of a group's characters, as they are written in a regular expression. #}}
{{% macro folded_range(group) -%}}
    {{{{- {{
{lines}
    }}[group] -}}}}
{{%- endmacro %}}
"""
