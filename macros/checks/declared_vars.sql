{#-
    The names of all vars that this project and its packages declare under `vars:`, so that
    dbt_project.yml is the only list. It uses the undocumented project objects behind `var`; the dbt
    version is locked, and the tests of check_vars would notice a change.

    Example:
        {%- if name not in declared_vars() -%}
-#}
{%- macro declared_vars() -%}
    {%- set names = [] -%}
    {%- for root in var.packages_for_node() -%}
        {%- set projects = root.load_dependencies() -%}
        {%- for project in projects.values() -%}
            {%- for name, value in project.vars.to_dict().items() -%}
                {#- `vars:` may hold a block of vars for one package, under the package's name -#}
                {%- do names.extend(value.keys() if name in projects else [name]) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(names | unique | list) -%}
{%- endmacro -%}
