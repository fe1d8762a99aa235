{#-
    Stops a run whose vars hash keys differently from the keys in the vault: it would load every key
    again under a different hash, which joins with none of the loaded rows. A run that rebuilds the
    vault (var rebuild_from_landing) is allowed.

    Example:
        on-run-start: "{{ check_hashing() }}"
-#}
{%- macro check_hashing() -%}
    {%- set hub = existing_relation('hub_product') if execute and builds_models()
        and not var('rebuild_from_landing', false) -%}
    {%- if hub -%}
        {%- set differing -%}
            select stored_hk from (
                select
                    product_hk as stored_hk,
                    {{ automate_dv.hash(
                        columns=key_text('products.PRODUCT_ID', 'product_id'), alias='hashed_hk'
                    ) }}
                from {{ hub }}
                limit 1
            ) as products
            where stored_hk <> hashed_hk
        {%- endset -%}
        {%- if run_query(differing).rows -%}
            {{- exceptions.raise_compiler_error(
                'check_hashing: the vars hash, injective_hashing or those like them hash keys'
                ~ ' differently from the vault; use the values that it was loaded with, or rebuild'
                ~ ' it with the var rebuild_from_landing.'
            ) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
