{#- dbt-duckdb's external files: where they are and how they are written. -#}

{% macro external_location(relation, config) -%}
    {%- set folder = adapter.external_root() ~ '/' ~ relation.identifier -%}
    {{ return(folder if config.get('options', {}).get('partition_by') else folder ~ '.' ~ config.get('format', 'parquet')) }}
{%- endmacro %}

{% macro location_exists(location) -%}{{ return(adapter.location_exists(location)) }}{%- endmacro %}

{% macro write_to_file(relation, location, options) -%}
    {% call statement('write_to_file') -%}copy {{ relation }} to '{{ location }}' ({{ options }}){%- endcall %}
{%- endmacro %}

{% macro store_relation(plugin, relation, location, format, config) -%}
    {%- do adapter.store_relation(plugin, relation, adapter.get_columns_in_relation(relation), location, format, config) -%}
{%- endmacro %}

{#- `format` and `delimiter` beside `options` are older ways to write them. -#}
{% macro render_write_options(config) -%}
    {%- set options = config.get('options', {}) -%}
    {%- if options is not mapping -%}
        {%- do exceptions.raise_compiler_error('The config "options" must be a dictionary.') -%}
    {%- endif -%}
    {%- set rendered = {} -%}
    {%- for name, value in options.items() -%}{%- do rendered.update({name: render(value)}) -%}{%- endfor -%}
    {%- for name in ['format', 'delimiter'] if config.get(name) -%}
        {%- do rendered.update({name: render(config.get(name))}) -%}
    {%- endfor -%}
    {{ return(rendered) }}
{%- endmacro %}

{#- For on-run-start: external models above the selection, which this run does not build, become views on their files. -#}
{% macro register_upstream_external_models() -%}
    {%- set seen = [] -%}
    {%- for id in selected_resources if execute and id in graph.nodes -%}
        {%- for above in graph.nodes[id].depends_on.nodes if above not in seen and above not in selected_resources -%}
            {%- do seen.append(above) -%}
            {%- set node = graph.nodes.get(above) -%}
            {%- if node and node.resource_type in ['model', 'seed'] and node.config.materialized == 'external' -%}
                {%- set relation = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias) -%}
                {%- set location = node.config.get('location') or external_location(relation, node.config) -%}
                {%- set path = adapter.external_read_location(location, render_write_options(node.config)) -%}
                {%- do create_schema(relation) -%}
                {% call statement('main') -%}create or replace view {{ relation }} as (select * from '{{ path }}'){%- endcall %}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{% macro normalize_string_or_list(raw, field_name) -%}
    {%- set list = [] if raw is none else [raw] if raw is string else raw -%}
    {%- if list is mapping or list is not sequence or list | reject('string') | list -%}
        {%- do exceptions.raise_compiler_error('"' ~ field_name ~ '" must be a text or a list of texts.') -%}
    {%- endif -%}
    {{ return(list | list) }}
{%- endmacro %}
