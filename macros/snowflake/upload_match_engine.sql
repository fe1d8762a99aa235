{#
    Uploads the match engine to the stage `match_engine` in the target schema, from which
    Snowflake's Python models import it by its version, and checks that Snowflake has their
    packages. Run it before the first build in a schema and after each change of scripts/mdm.

    Arguments:
        archive  absolute path of the zip file, in a folder named after its version

    Example:
        dbt run-operation upload_match_engine --target snowflake \
            --args "{archive: $(python -m warehouse.build.match_engine)}"
#}
{% macro upload_match_engine(archive) -%}
    {%- if target.type != 'snowflake' -%}
        {{ exceptions.raise_compiler_error(
            "upload_match_engine: the target is '" ~ target.name
            ~ "'; only Snowflake needs the upload"
        ) }}
    {%- endif -%}
    {%- set config = node_of('new_pair_scores').config -%}
    {%- set version = config.imports[-1].split('/')[-2] -%}
    {%- if archive.split('/')[-2:] != [version, 'mdm.zip'] -%}
        {{ exceptions.raise_compiler_error(
            'upload_match_engine: the Python models import version ' ~ version ~ ', but ' ~ archive
            ~ ' is not; run `python -m warehouse.build.match_engine --declare`'
        ) }}
    {%- endif -%}
    {%- do check_packages(config.packages, config.python_version) -%}
    {%- set stage = target.database ~ '.' ~ target.schema ~ '.match_engine' -%}
    {%- do run_query('create schema if not exists ' ~ target.database ~ '.' ~ target.schema) -%}
    {%- do run_query('create stage if not exists ' ~ stage) -%}
    {%- do run_query(
        "put 'file://" ~ archive ~ "' @" ~ stage ~ '/' ~ version
        ~ ' auto_compress=false overwrite=true'
    ) -%}
    {%- do log('The match engine is at @' ~ stage ~ '/' ~ version ~ '/mdm.zip', info=true) -%}
{%- endmacro %}

{#
    Stops if Snowflake does not have packages for a version of Python.

    Arguments:
        packages        list of requirements, such as numpy==1.26.4 or rapidfuzz
        python_version  such as 3.11

    Example:
        see upload_match_engine
#}
{% macro check_packages(packages, python_version) -%}
    {%- set found = {} -%}
    {%- set query -%}
    select
        package_name,
        version
    from {{ target.database }}.information_schema.packages
    where language = 'python' and runtime_version = '{{ python_version }}'
    order by package_name, version
    {%- endset -%}
    {%- for package, version in run_query(query).rows -%}
        {%- do found.setdefault(package, []).append(version) -%}
    {%- endfor -%}
    {%- for requirement in packages -%}
        {%- set parts = requirement.split('==') -%}
        {%- set versions = found.get(parts[0], []) -%}
        {%- if not versions or (parts[1:] and parts[1] not in versions) -%}
            {{ exceptions.raise_compiler_error(
                'check_packages: Snowflake does not have ' ~ requirement ~ ' for Python '
                ~ python_version ~ ', only ' ~ (versions | join(', ') or 'no version')
                ~ '; change +packages in dbt_project.yml'
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
