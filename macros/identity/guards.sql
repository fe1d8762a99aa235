{#
    The guards that show the records of a pair to be different customers. Such records are not
    joined through a third one. The match engine has the same list, `APART` in
    scripts/mdm/score/guards.py.

    Example:
        where guard_code in ({{ quoted_list(guards_that_keep_apart()) }})
#}
{% macro guards_that_keep_apart() -%}
    {{ return(['CONFLICT', 'GENERATION', 'HOUSEHOLD', 'SWITCHBOARD']) }}
{%- endmacro %}

{#
    Whether a pair is a CONFLICT that keeps two records apart even if a steward decides SAME: both
    ids are VAT numbers, or the birth dates differ too. SAME overrules every other guard.
    `overrides_same` in scripts/mdm/score/guards.py has the same rule.

    Arguments:
        pairs   name of a CTE with guard_code and reasons
        left    name of a CTE with the national_id of the left record
        right   name of a CTE with the national_id of the right record

    Example:
        {{ overrides_same('current_pairs', 'left_versions', 'right_versions') }} as overrides_same
#}
{% macro overrides_same(pairs, left, right) -%}
    coalesce(
        {{ pairs }}.guard_code = 'CONFLICT'
        and (
            {{ pairs }}.reasons like '%different birth date%'
            or (
                {{ is_vat_number(left ~ '.national_id') }}
                and {{ is_vat_number(right ~ '.national_id') }}
            )
        ),
        false
    )
{%- endmacro %}

{#
    Whether a standardised id looks like an EU VAT number: two letters and eight to twelve more
    characters, of which at least seven are digits.

    Arguments:
        id  a standardised id, upper-case letters and digits

    Example:
        {{ is_vat_number('national_id') }}   -- 'DE811234567' gives true
#}
{% macro is_vat_number(id) -%}
    (
        length({{ id }}) between 10 and 14
        and {{ matches_pattern(id, '[A-Z]{2}([A-Z]*[0-9]){7,12}[A-Z]*') }}
    )
{%- endmacro %}
