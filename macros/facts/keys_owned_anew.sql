{#
    The keys of the stored rows whose customer record is another now.

    Arguments:
        key       column of the key
        owned_by  see touched

    Example:
        see touched
#}
{% macro keys_owned_anew(key, owned_by) -%}
    {%- set owners = ref(owned_by['table']) %}
    select stored.{{ key }}
    from {{ this }} as stored
    left join {{ owners }} as owners
        on stored.{{ owned_by['on'] }} = owners.{{ owned_by['on'] }}
    where stored.customer_hk is distinct from owners.customer_hk
{%- endmacro %}
