{#
    Whether a value is a list.

    Arguments:
        obj             any value
        empty_is_false  whether an empty list counts as none (default false)

    Example:
        {% if automate_dv.is_list(src_pk) %} ... {% endif %}
#}
{% macro is_list(obj=none, empty_is_false=false) -%}
    {%- set is_list = obj is iterable and obj is not string and obj is not mapping -%}
    {{ return(is_list and (not empty_is_false or obj | length > 0)) }}
{%- endmacro %}

{#
    Whether a value is a name, or a list of names without none and empty ones.

    Arguments:
        given  any value

    Example:
        see hash
#}
{% macro is_names(given) -%}
    {%- set names = automate_dv.as_list(given) -%}
    {{ return(
        names | select('string') | select | list == names
        and not (automate_dv.is_list(given) and none in given)
    ) }}
{%- endmacro %}

{#
    Whether a value is empty, false, none or undefined.

    Arguments:
        obj  any value

    Example:
        {% if automate_dv.is_nothing(src_eff) %} ... {% endif %}
#}
{% macro is_nothing(obj=none) -%}
    {{ return(not obj) }}
{%- endmacro %}

{#
    Whether a value is not empty, false, none or undefined.

    Arguments:
        obj  any value

    Example:
        {% if automate_dv.is_something(src_eff) %} ... {% endif %}
#}
{% macro is_something(obj=none) -%}
    {{ return(not automate_dv.is_nothing(obj)) }}
{%- endmacro %}

{#
    Whether a value is SQL rather than the name of a column: a string constant, or something with
    brackets or a cast.

    Arguments:
        obj  any value

    Example:
        {% if automate_dv.is_expression('upper(name)') %} ... {% endif %}
#}
{% macro is_expression(obj=none) -%}
    {{ return(
        obj is string
        and modules.re.search("^'.*'$|[(].*[)]|[)].*[(]|::", obj, modules.re.DOTALL) is not none
    ) }}
{%- endmacro %}

{#
    The result of a query as a mapping of each column's name, in upper case, to its values. Empty
    while dbt only parses.

    Arguments:
        query  text of the query

    Example:
        {%- set days = automate_dv.get_query_results_as_dict('select day from days')['DAY'] -%}
#}
{% macro get_query_results_as_dict(query=none) -%}
    {%- do automate_dv.require_arguments('get_query_results_as_dict', {'query': query}) -%}
    {{ return(adapter.dispatch('get_query_results_as_dict', 'automate_dv')(query)) }}
{%- endmacro %}

{% macro default__get_query_results_as_dict(query) -%}
    {%- set results = {} -%}
    {%- for column in (run_query(query).columns if execute else []) -%}
        {%- do results.update({column.name | upper: column.values()}) -%}
    {%- endfor -%}
    {{ return(results) }}
{%- endmacro %}
