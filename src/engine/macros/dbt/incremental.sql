{#- Incremental models: when they add to their table, by which statement, and what happens when columns change. -#}

{#- The warehouse is asked last: each answer from it costs another rendering of the model. -#}
{% macro is_incremental() -%}
    {%- if not execute or config.get('materialized') != 'incremental' or should_full_refresh() -%}{{ return(false) }}{%- endif -%}
    {%- set existing = adapter.get_relation(this.database, this.schema, this.identifier) -%}
    {{ return(existing is not none and existing.type == 'table') }}
{%- endmacro %}

{% macro should_full_refresh() -%}
    {%- set wanted = config.get('full_refresh') -%}
    {{ return(flags.FULL_REFRESH if wanted is none else wanted) }}
{%- endmacro %}

{#- Each strategy is given target_relation, temp_relation, unique_key, dest_columns and incremental_predicates in one dict. -#}

{% macro get_incremental_default_sql(arg_dict) -%}
    {{ return(adapter.dispatch('get_incremental_default_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro duckdb__get_incremental_default_sql(arg_dict) -%}
    {{ return(get_incremental_delete_insert_sql(arg_dict)) }}
{%- endmacro %}

{% macro get_incremental_append_sql(arg_dict) -%}
    {{ return(adapter.dispatch('get_incremental_append_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_append_sql(arg_dict) -%}
    {{ return(get_insert_into_sql(arg_dict.target_relation, arg_dict.temp_relation, arg_dict.dest_columns)) }}
{%- endmacro %}

{% macro get_incremental_delete_insert_sql(arg_dict) -%}
    {{ return(adapter.dispatch('get_incremental_delete_insert_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_delete_insert_sql(arg_dict) -%}
    {{ return(get_delete_insert_merge_sql(
        arg_dict.target_relation, arg_dict.temp_relation, arg_dict.unique_key, arg_dict.dest_columns,
        arg_dict.incremental_predicates)) }}
{%- endmacro %}

{% macro get_incremental_merge_sql(arg_dict) -%}
    {{ return(adapter.dispatch('get_incremental_merge_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_merge_sql(arg_dict) -%}
    {{ return(get_merge_sql(
        arg_dict.target_relation, arg_dict.temp_relation, arg_dict.unique_key, arg_dict.dest_columns,
        arg_dict.incremental_predicates)) }}
{%- endmacro %}

{% macro get_incremental_insert_overwrite_sql(arg_dict) -%}
    {{ return(adapter.dispatch('get_incremental_insert_overwrite_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{% macro default__get_incremental_insert_overwrite_sql(arg_dict) -%}
    {{ return(get_insert_overwrite_merge_sql(
        arg_dict.target_relation, arg_dict.temp_relation, arg_dict.dest_columns, arg_dict.incremental_predicates)) }}
{%- endmacro %}

{% macro get_incremental_microbatch_sql(arg_dict) -%}
    {{ return(adapter.dispatch('get_incremental_microbatch_sql', 'dbt')(arg_dict)) }}
{%- endmacro %}

{#- One batch: its stretch of event time is emptied and filled again. -#}
{% macro duckdb__get_incremental_microbatch_sql(arg_dict) -%}
    {%- set event_time = config.get('event_time') -%}
    {%- set batch = model.batch or {} -%}
    {%- if not event_time -%}
        {%- do exceptions.raise_compiler_error('The microbatch strategy needs the config "event_time".') -%}
    {%- elif config.get('unique_key') -%}
        {%- do exceptions.raise_compiler_error(
            'The microbatch strategy replaces whole batches, so "unique_key" has no effect. Take it out, or use merge.') -%}
    {%- elif not (batch.event_time_start and batch.event_time_end) -%}
        {%- do exceptions.raise_compiler_error('The microbatch strategy was called without the bounds of a batch.') -%}
    {%- endif -%}
    {%- set in_batch -%}
        {{ event_time }} >= '{{ batch.event_time_start }}' and {{ event_time }} < '{{ batch.event_time_end }}'
    {%- endset -%}
    {%- set columns = get_quoted_csv(arg_dict.dest_columns | map(attribute='name')) -%}
    delete from {{ arg_dict.target_relation }}
where {{ in_batch }}
    {%- for predicate in normalize_incremental_predicates(arg_dict.incremental_predicates) %} and ({{ predicate }}){% endfor %};
insert into {{ arg_dict.target_relation }} ({{ columns }})
select {{ columns }} from {{ arg_dict.temp_relation }}
where {{ in_batch }}
{%- endmacro %}

{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
insert into {{ target_relation }} ({{ columns }}) (
    select {{ columns }} from {{ temp_relation }}
)
{%- endmacro %}

{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {{ return(adapter.dispatch('get_delete_insert_merge_sql', 'dbt')(
        target, source, unique_key, dest_columns, incremental_predicates)) }}
{%- endmacro %}

{#- A key of several columns joins by a list, so the source stands in the predicates under its own name; a single key may be an expression. -#}
{% macro duckdb__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {%- set tests = [] -%}
    {%- if unique_key and unique_key is not string -%}
        {%- for key in unique_key -%}
            {%- do tests.append(source ~ '.' ~ key ~ ' = DBT_INCREMENTAL_TARGET.' ~ key) -%}
        {%- endfor -%}
        {%- set head = 'delete from ' ~ target ~ ' as DBT_INCREMENTAL_TARGET using ' ~ source -%}
    {%- elif unique_key -%}
        {%- do tests.append('(' ~ unique_key ~ ') in (select (' ~ unique_key ~ ') from ' ~ source ~ ')') -%}
        {%- set head = 'delete from ' ~ target -%}
    {%- endif -%}
    {%- if unique_key -%}
        {%- do tests.extend(normalize_incremental_predicates(incremental_predicates)) -%}
{{ head }}
where {{ tests | join('\n    and ') }};
{% endif -%}
{{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{% macro normalize_incremental_predicates(incremental_predicates) -%}
    {%- if incremental_predicates is none or incremental_predicates is undefined -%}{{ return([]) }}{%- endif -%}
    {%- if incremental_predicates is string -%}{{ return([incremental_predicates]) }}{%- endif -%}
    {%- if incremental_predicates is mapping or incremental_predicates is not sequence -%}
        {%- do exceptions.raise_compiler_error('The config "incremental_predicates" must be a text or a list of texts.') -%}
    {%- endif -%}
    {{ return(incremental_predicates | list) }}
{%- endmacro %}

{% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') -%}
    {%- if on_schema_change in ['sync_all_columns', 'append_new_columns', 'fail', 'ignore'] -%}
        {{ return(on_schema_change) }}
    {%- endif -%}
    {%- do log('on_schema_change cannot be "' ~ on_schema_change ~ '"; "' ~ default ~ '" is used.') -%}
    {{ return(default) }}
{%- endmacro %}

{% macro check_for_schema_changes(source_relation, target_relation) -%}
    {{ return(adapter.dispatch('check_for_schema_changes', 'dbt')(source_relation, target_relation)) }}
{%- endmacro %}

{% macro default__check_for_schema_changes(source_relation, target_relation) -%}
    {%- set source = adapter.get_columns_in_relation(source_relation) -%}
    {%- set target = adapter.get_columns_in_relation(target_relation) -%}
    {%- set added = diff_columns(source, target) -%}
    {%- set removed = diff_columns(target, source) -%}
    {%- set retyped = diff_column_data_types(source, target) -%}
    {{ return({
        'schema_changed': (added or removed or retyped) | length > 0,
        'source_not_in_target': added,
        'target_not_in_source': removed,
        'source_columns': source,
        'target_columns': target,
        'new_target_types': retyped,
    }) }}
{%- endmacro %}

{% macro sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {{ return(adapter.dispatch('sync_column_schemas', 'dbt')(on_schema_change, target_relation, schema_changes_dict)) }}
{%- endmacro %}

{% macro default__sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {%- set everything = on_schema_change == 'sync_all_columns' -%}
    {%- set removed = schema_changes_dict.target_not_in_source if everything else [] -%}
    {%- if everything or on_schema_change == 'append_new_columns' -%}
        {%- do alter_relation_add_remove_columns(target_relation, schema_changes_dict.source_not_in_target, removed) -%}
    {%- endif -%}
    {%- if everything -%}
        {%- for change in schema_changes_dict.new_target_types -%}
            {%- do alter_column_type(target_relation, change.column_name, change.new_type) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- Answers the columns that the statement should name; an empty answer means those of the target. -#}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
    {{ return(adapter.dispatch('process_schema_changes', 'dbt')(on_schema_change, source_relation, target_relation)) }}
{%- endmacro %}

{% macro default__process_schema_changes(on_schema_change, source_relation, target_relation) -%}
    {%- if on_schema_change == 'ignore' -%}{{ return({}) }}{%- endif -%}
    {%- set changes = check_for_schema_changes(source_relation, target_relation) -%}
    {%- if changes.schema_changed and on_schema_change == 'fail' -%}
        {%- do exceptions.raise_compiler_error(
            'The columns of ' ~ target_relation ~ ' are not those of its query, and on_schema_change is "fail". New: '
            ~ (changes.source_not_in_target | map(attribute='name') | join(', ') or 'none') ~ '. Gone: '
            ~ (changes.target_not_in_source | map(attribute='name') | join(', ') or 'none') ~ '. Other type: '
            ~ (changes.new_target_types | map(attribute='column_name') | join(', ') or 'none')
            ~ '. Use append_new_columns or sync_all_columns, or rebuild the table with --full-refresh.') -%}
    {%- elif changes.schema_changed -%}
        {%- do sync_column_schemas(on_schema_change, target_relation, changes) -%}
    {%- endif -%}
    {{ return(changes.source_columns) }}
{%- endmacro %}
