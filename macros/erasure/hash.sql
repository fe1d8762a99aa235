{#
    The hash of a list of columns, as in automate_dv.hash. The pseudonym of an erased record is not
    hashed: it contains the hub key of the record, so the record keeps its hub key.

    Example:
        see automate_dv.hash
#}
{% macro default__hash(columns, alias, is_hashdiff, columns_to_escape, timestamps=none) -%}
    {%- set expression = automate_dv.default__hash(
        columns=columns, alias=alias, is_hashdiff=is_hashdiff,
        columns_to_escape=columns_to_escape, timestamps=timestamps
    ) | trim -%}
    {%- if modules.re.fullmatch('((left|right)_)?customer_hk|record_hk_[0-9]+', alias) -%}
    case
        when {{ is_pseudonym(columns[-1]) }} then {{ hub_key_of_pseudonym(columns[-1]) }}
        else {{ expression.removesuffix(' as ' ~ alias) }}
    end as {{ alias }}
    {%- else -%} {{ expression }}
    {%- endif -%}
{%- endmacro %}

{#
    The pseudonym of an erased record, which replaces its key: the hub key in upper-case hexadecimal
    digits. scripts/erasure/person.py has the same rule.

    Arguments:
        hub_key  column with the hub key

    Example:
        {{ pseudonym('record_hk_1') }} as CUSTOMER_ID
#}
{% macro pseudonym(hub_key) -%}
    'ERASED-' || upper({{ hex_text(hub_key) }})
{%- endmacro %}

{#
    The condition that a key is a pseudonym.

    Arguments:
        key  column with the key

    Example:
        see default__hash
#}
{% macro is_pseudonym(key) -%}
    {{ matches_pattern('upper(' ~ key ~ ')', 'ERASED-[0-9A-F]{64}') }}
{%- endmacro %}

{# The hub key in a pseudonym. #}
{% macro hub_key_of_pseudonym(key) -%}
    {{ binary_of_hex('substr(' ~ key ~ ', 8, 64)') }}
{%- endmacro %}
