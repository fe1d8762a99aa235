{#
    The guards of pairs that show two parties. Two records of such a pair are not joined through a
    third one. The match engine has the same list, `APART` in scripts/mdm/score/guards.py.

    Example:
        where guard_code in ({{ quoted_list(guards_that_keep_apart()) }})
#}
{% macro guards_that_keep_apart() -%}
    {{ return(['CONFLICT', 'GENERATION', 'HOUSEHOLD', 'SWITCHBOARD']) }}
{%- endmacro %}
