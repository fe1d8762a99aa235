"""Calling codes with the lengths of their numbers, from the metadata of libphonenumber."""

import phonenumbers
from phonenumbers import PhoneMetadata

SHORTEST = {1: 10}
"""Where libphonenumber allows numbers that are only dialled within an area."""
KINDS = ("fixed_line", "mobile", "general_desc")


def metadata(code: int) -> list[PhoneMetadata]:
    """Return the metadata of the regions that share a calling code, the main one first."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[code]
    return [
        PhoneMetadata.metadata_for_nongeo_region(code)
        if region == phonenumbers.phonenumberutil.REGION_CODE_FOR_NON_GEO_ENTITY
        else PhoneMetadata.metadata_for_region(region)
        for region in regions
    ]


def lengths(code: int) -> tuple[int, int]:
    """Return the fewest and most digits of a number without its calling code."""
    found = {
        length
        for data in metadata(code)
        for length in data.general_desc.possible_length
        if length > 0
    }
    return max(min(found), SHORTEST.get(code, 0)), max(found)


def keeps_zero(code: int) -> bool:
    """Whether numbers of a calling code may begin with a zero that is also dialled from abroad."""
    examples = [
        getattr(data, kind).example_number
        for data in metadata(code)
        for kind in KINDS
        if getattr(data, kind) is not None
    ]
    return any(example and example.startswith("0") for example in examples)


def render() -> str:
    """Return the text of macros/identity/calling_codes.sql."""
    codes = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
    entries = [f"|{code} {lengths(code)[0]:02d}{lengths(code)[1]:02d}" for code in codes]
    lines = ["".join(entries[start : start + 9]) for start in range(0, len(entries), 9)]
    short = [str(code) for code in codes if code < 10]
    middle = [str(code) for code in codes if 10 <= code < 100]
    zeros = [str(code) for code in codes if keeps_zero(code)]
    return _TEXT.format(
        version=phonenumbers.__version__,
        short=", ".join(f"'{code}'" for code in short),
        middle=_in_lines(middle),
        zeros=_in_lines(zeros),
        lengths="'\n        ~ '".join([*lines[:-1], lines[-1] + "|"]),
    )


def _in_lines(codes: list[str]) -> str:
    quoted = [f"'{code}'" for code in codes]
    rows = [", ".join(quoted[start : start + 12]) for start in range(0, len(quoted), 12)]
    return ",\n            ".join(rows)


_TEXT = """\
{{#
    Generated from phonenumbers {version} by `python -m reference_data`; do not edit.

    The calling code with which the digits of an international number begin.

    Arguments:
        digits  a text expression, digits without international prefix

    Example:
        {{{{ calling_code("'49301234567'") }}}}   -- '49'
#}}
{{% macro calling_code(digits) -%}}
    case
        when left({{{{ digits }}}}, 1) in ({short}) then left({{{{ digits }}}}, 1)
        when left({{{{ digits }}}}, 2) in (
            {middle}
        ) then left({{{{ digits }}}}, 2)
        else left({{{{ digits }}}}, 3)
    end
{{%- endmacro %}}

{{# Whether numbers of a calling code may begin with a zero that is also dialled from abroad. #}}
{{% macro keeps_zero(code) -%}}
    {{{{ code }}}} in (
            {zeros}
        )
{{%- endmacro %}}

{{# Per calling code, after a bar: the fewest and most digits of a number, two digits each. #}}
{{% macro number_lengths() -%}}
    {{{{- '{lengths}' -}}}}
{{%- endmacro %}}
"""
