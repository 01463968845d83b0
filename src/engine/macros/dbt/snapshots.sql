{#-
  Snapshots: type 2 history of a query. The run makes a first table from `build_snapshot_table`; later it stages the rows that are new,
  changed or gone (`snapshot_staging_table`, one `dbt_change_type` each) and merges them.

  A strategy is a macro `snapshot_<name>_strategy` that answers unique_key, updated_at, row_changed, scd_id and hard_deletes. Its texts
  name the history `snapshotted_data` and the query `source_data`.
-#}

{% macro strategy_dispatch(name) -%}
    {%- set parts = name.split('.', 1) -%}
    {%- set place = context if parts | length == 1 else context.get(parts[0]) -%}
    {%- if not place -%}
        {%- do exceptions.raise_compiler_error('The snapshot strategy "' ~ name ~ '" names a package that is not there.') -%}
    {%- endif -%}
    {%- set macro_name = 'snapshot_' ~ parts[-1] ~ '_strategy' -%}
    {%- if macro_name not in place -%}
        {%- do exceptions.raise_compiler_error(
            'The snapshot strategy "' ~ name ~ '" does not exist: there is no macro "' ~ macro_name ~ '".') -%}
    {%- endif -%}
    {{ return(place[macro_name]) }}
{%- endmacro %}

{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
    {%- set updated_at = config.get('updated_at') -%}
    {%- set valid_from = _snapshot_columns().dbt_valid_from -%}
    {#- The history's own column, since an older strategy may not have kept `updated_at`. -#}
    {%- set changed = '(' ~ snapshotted_rel ~ '.' ~ valid_from ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')' -%}
    {{ return(_snapshot_strategy(updated_at, changed)) }}
{%- endmacro %}

{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
    {%- set added, names = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) -%}
    {%- set tests = [] -%}
    {%- for name in names -%}
        {%- do tests.append(snapshotted_rel ~ '.' ~ name ~ ' is distinct from ' ~ current_rel ~ '.' ~ name) -%}
    {%- endfor -%}
    {#- A new column makes every row new. -#}
    {%- set changed = get_true_sql() if added else tests | join(' or ') or 'false' -%}
    {{ return(_snapshot_strategy(config.get('updated_at') or snapshot_get_time(), '(' ~ changed ~ ')')) }}
{%- endmacro %}

{% macro _snapshot_strategy(updated_at, row_changed) -%}
    {%- set key = config.get('unique_key') -%}
    {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
    {{ return({
        'unique_key': key,
        'updated_at': updated_at,
        'row_changed': row_changed,
        'scd_id': snapshot_hash_arguments(_as_list(key) + [updated_at]),
        'invalidate_hard_deletes': hard_deletes == 'invalidate',
        'hard_deletes': hard_deletes,
    }) }}
{%- endmacro %}

{#- Answers (whether the query has a column that the history lacks, the quoted columns to compare). -#}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
    {%- if not target_exists -%}{{ return((false, [])) }}{%- endif -%}
    {%- if check_cols_config == 'all' -%}
        {%- set wanted = get_columns_in_query(node.compiled_code) -%}
    {%- elif check_cols_config is sequence and check_cols_config is not string and check_cols_config -%}
        {%- set wanted = get_columns_in_query(
            'select ' ~ (check_cols_config | join(', ')) ~ ' from (\n' ~ node.compiled_code ~ '\n) subq') -%}
    {%- else -%}
        {%- do exceptions.raise_compiler_error(
            'The config "check_cols" must be "all" or a list of columns, not "' ~ check_cols_config ~ '".') -%}
    {%- endif -%}
    {%- set target = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
    {%- set kept = adapter.get_columns_in_relation(target) | map(attribute='name') | list -%}
    {%- set both = [] -%}
    {%- for name in wanted if name in kept -%}{%- do both.append(adapter.quote(name)) -%}{%- endfor -%}
    {{ return((both | length < wanted | length, both)) }}
{%- endmacro %}

{% macro snapshot_hash_arguments(args) -%}
    {{ return(adapter.dispatch('snapshot_hash_arguments', 'dbt')(args)) }}
{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
    {%- set texts = [] -%}
    {%- for arg in args -%}{%- do texts.append('coalesce(cast(' ~ arg ~ " as varchar), '')") -%}{%- endfor -%}
    {{ return('md5(' ~ (texts | join(" || '|' || ")) ~ ')') }}
{%- endmacro %}

{#- The instant of the run by the engine's clock, as text: every mention in a statement is the same instant, and the bundled project
    stands at its as-of date. dbt-duckdb writes now()::timestamp. -#}
{% macro snapshot_get_time() -%}
    {{ return(adapter.dispatch('snapshot_get_time', 'dbt')()) }}
{%- endmacro %}

{% macro duckdb__snapshot_get_time() -%}
    {{ return(snapshot_string_as_time(run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f'))) }}
{%- endmacro %}

{% macro snapshot_string_as_time(timestamp) -%}
    {{ return(adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp)) }}
{%- endmacro %}

{% macro duckdb__snapshot_string_as_time(timestamp) -%}
    {{ return("'" ~ timestamp ~ "'::timestamp") }}
{%- endmacro %}

{% macro get_snapshot_get_time_data_type() -%}
    {%- set columns = get_column_schema_from_query('select ' ~ snapshot_get_time() ~ ' as dbt_snapshot_time') -%}
    {{ return(columns[0].dtype or none) }}
{%- endmacro %}

{% macro get_updated_at_column_data_type(snapshot_sql) -%}
    {%- for column in get_column_schema_from_query(snapshot_sql) if column.name | lower == 'dbt_updated_at' -%}
        {{ return(column.dtype or none) }}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}

{#- Warns when `updated_at` has another type than the times that hard deletes are marked with. -#}
{% macro check_time_data_types(sql) -%}
    {%- set own = get_updated_at_column_data_type(sql) -%}
    {%- set now = get_snapshot_get_time_data_type() -%}
    {%- if own is not none and now is not none and own != now -%}
        {%- do exceptions.warn('The snapshot\'s times are of type ' ~ own ~ ', but the current time is of type ' ~ now
            ~ '. Cast "updated_at" to ' ~ now ~ '.') -%}
    {%- endif -%}
{%- endmacro %}

{% macro get_snapshot_table_column_names() -%}
    {%- set names = {} -%}
    {%- for name in ['dbt_valid_to', 'dbt_valid_from', 'dbt_scd_id', 'dbt_updated_at', 'dbt_is_deleted'] -%}
        {%- do names.update({name: name}) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#- The config may rename some of them; the others keep their names. Property files call it snapshot_meta_column_names. -#}
{% macro _snapshot_columns() -%}
    {%- set names = get_snapshot_table_column_names() -%}
    {%- set own = config.get('snapshot_table_column_names') or config.get('snapshot_meta_column_names') or {} -%}
    {%- for name, renamed in own.items() if renamed -%}
        {%- do names.update({name: renamed}) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro get_true_sql() -%}{{ return(adapter.dispatch('get_true_sql', 'dbt')()) }}{%- endmacro %}
{% macro default__get_true_sql() -%}{{ return('true') }}{%- endmacro %}

{% macro get_dbt_valid_to_current(strategy, columns) -%}
    {#- nullif() of a value with itself is null of that value's type. -#}
    coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ columns.dbt_valid_to }}
{%- endmacro %}

{#- The rows of the history that are valid now, as a condition on `dbt_valid_to`. -#}
{% macro _snapshot_is_current(valid_to) -%}
    {%- set marker = config.get('dbt_valid_to_current') -%}
    {{ return('(' ~ (valid_to ~ ' = ' ~ marker ~ ' or ' if marker else '') ~ valid_to ~ ' is null)') }}
{%- endmacro %}

{% macro _as_list(value) -%}
    {{ return([value] if value is string else value | list) }}
{%- endmacro %}

{#- Names the key dbt_unique_key, or dbt_unique_key_1 and so on when it is a list. -#}
{% macro unique_key_fields(unique_key) -%}
    {%- if unique_key is string -%}{{ return(unique_key ~ ' as dbt_unique_key') }}{%- endif -%}
    {%- set fields = [] -%}
    {%- for key in unique_key -%}{%- do fields.append(key ~ ' as dbt_unique_key_' ~ loop.index) -%}{%- endfor -%}
    {{ return(fields | join(', ')) }}
{%- endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) -%}
    {%- if unique_key is string -%}
        {{ return(identifier ~ '.dbt_unique_key = ' ~ from_identifier ~ '.dbt_unique_key') }}
    {%- endif -%}
    {%- set tests = [] -%}
    {%- for key in unique_key -%}
        {%- set name = '.dbt_unique_key_' ~ loop.index -%}
        {%- do tests.append(equals(identifier ~ name, from_identifier ~ name) | trim) -%}
    {%- endfor -%}
    {{ return(tests | join(' and ')) }}
{%- endmacro %}

{% macro unique_key_is_null(unique_key, identifier) -%}
    {{ return(identifier ~ ('.dbt_unique_key' if unique_key is string else '.dbt_unique_key_1') ~ ' is null') }}
{%- endmacro %}

{% macro unique_key_is_not_null(unique_key, identifier) -%}
    {{ return(identifier ~ ('.dbt_unique_key' if unique_key is string else '.dbt_unique_key_1') ~ ' is not null') }}
{%- endmacro %}

{% macro build_snapshot_table(strategy, sql) -%}
    {{ return(adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql)) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) -%}
    {%- set columns = _snapshot_columns() -%}
select
    *,
    {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
    {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
    {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
    {{ get_dbt_valid_to_current(strategy, columns) }}
    {{- ",\n    'False' as " ~ columns.dbt_is_deleted if strategy.hard_deletes == 'new_record' }}
from (
{{ sql }}
) sbq
{%- endmacro %}

{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {{ return(adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation)) }}
{%- endmacro %}

{#-
  What has to be written to the history, marked by `dbt_change_type`. Each row is what comes in (`source_data`, already stamped with
  dbt's columns) beside the version of its key that is open (`snapshotted_data`), with some of its columns replaced: an old version
  ends where the new one begins, what is gone ends now, and with `new_record` a version that says so follows.
-#}
{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {%- set columns = _snapshot_columns() -%}
    {%- set key = strategy.unique_key -%}
    {%- set now = snapshot_get_time() -%}
    {%- set records = strategy.hard_deletes == 'new_record' -%}
    {%- set kept = get_list_of_column_names(get_columns_in_relation(target_relation)) if records else [] -%}
    {%- set known_gone = 'snapshotted_data.' ~ columns.dbt_is_deleted -%}
    {%- set same_key = unique_key_join_on(key, 'snapshotted_data', 'source_data') -%}
    {%- set changed = '(' ~ strategy.row_changed ~ (' or ' ~ known_gone ~ " = 'True'" if records else '') ~ ')' -%}
    {%- set gone = unique_key_is_null(key, 'source_data') ~ (' and ' ~ known_gone ~ " <> 'True'" if records else '') -%}
    {%- set old_version = 'snapshotted_data.' ~ columns.dbt_scd_id ~ ' as ' ~ columns.dbt_scd_id -%}
    {%- set begins_now = [now ~ ' as ' ~ columns.dbt_updated_at, now ~ ' as ' ~ columns.dbt_valid_from] -%}
with open_versions as (
    select *, {{ unique_key_fields(key) }}
    from {{ target_relation }} as snapshotted_data
    where {{ _snapshot_is_current('snapshotted_data.' ~ columns.dbt_valid_to) }}
),

query_rows as (
{{ source_sql }}
),

incoming as (
    select
        *,
        {{ unique_key_fields(key) }},
        {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
        {{ get_dbt_valid_to_current(strategy, columns) }},
        {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
    from query_rows
)

{{ _snapshot_rows('insert', [], "'False'" if records) }}
from incoming as source_data
left join open_versions as snapshotted_data on {{ same_key }}
where {{ unique_key_is_null(key, 'snapshotted_data') }} or {{ changed }}

union all

{{ _snapshot_rows('update', ['source_data.' ~ columns.dbt_valid_from ~ ' as ' ~ columns.dbt_valid_to, old_version], known_gone if records) }}
from incoming as source_data
join open_versions as snapshotted_data on {{ same_key }}
where {{ changed }}
    {%- if records or strategy.hard_deletes == 'invalidate' %}

union all

{{ _snapshot_rows('delete', begins_now + [now ~ ' as ' ~ columns.dbt_valid_to, old_version], known_gone if records) }}
from open_versions as snapshotted_data
left join incoming as source_data on {{ same_key }}
where {{ gone }}
    {%- endif -%}
    {%- if records -%}
        {%- set last_known = [] -%}
        {%- for name in get_columns_in_query(source_sql) if name in kept -%}
            {%- do last_known.append('snapshotted_data.' ~ adapter.quote(name) ~ ' as ' ~ adapter.quote(name)) -%}
        {%- endfor -%}
        {%- for name in _key_names(key) + [columns.dbt_valid_to] -%}
            {%- do last_known.append('snapshotted_data.' ~ name ~ ' as ' ~ name) -%}
        {%- endfor -%}
        {%- set new_version = snapshot_hash_arguments(['snapshotted_data.' ~ columns.dbt_scd_id, now]) ~ ' as ' ~ columns.dbt_scd_id %}

union all

{{ _snapshot_rows('insert', last_known + begins_now + [new_version], "'True'") }}
from open_versions as snapshotted_data
left join incoming as source_data on {{ same_key }}
where {{ gone }}
    {%- endif %}
{%- endmacro %}

{#- The columns of one kind of change. `is_deleted` is none where the history has no such column. -#}
{% macro _snapshot_rows(change_type, replaced, is_deleted=none) -%}
select
    '{{ change_type }}' as dbt_change_type,
    source_data.*
    {{- ' replace (' ~ (replaced | join(', ')) ~ ')' if replaced }}
    {{- ', ' ~ is_deleted ~ ' as ' ~ _snapshot_columns().dbt_is_deleted if is_deleted }}
{%- endmacro %}

{% macro _key_names(key) -%}
    {%- if key is string -%}{{ return(['dbt_unique_key']) }}{%- endif -%}
    {%- set names = [] -%}
    {%- for part in key -%}{%- do names.append('dbt_unique_key_' ~ loop.index) -%}{%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro build_snapshot_staging_table(strategy, sql, target_relation) -%}
    {%- set staging = make_temp_relation(target_relation) -%}
    {% call statement('build_snapshot_staging_relation') -%}
    {{ create_table_as(true, staging, snapshot_staging_table(strategy, sql, target_relation)) }}
    {%- endcall %}
    {{ return(staging) }}
{%- endmacro %}

{% macro snapshot_merge_sql(target, source, insert_cols) -%}
    {{ return(adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols)) }}
{%- endmacro %}

{% macro duckdb__snapshot_merge_sql(target, source, insert_cols) -%}
    {%- set columns = _snapshot_columns() -%}
update {{ target }} as DBT_INTERNAL_TARGET
set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
from {{ source }} as DBT_INTERNAL_SOURCE
where
    DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_TARGET.{{ columns.dbt_scd_id }}
    and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    and {{ _snapshot_is_current('DBT_INTERNAL_TARGET.' ~ columns.dbt_valid_to) }};
insert into {{ target }} ({{ insert_cols | join(', ') }})
select {{ insert_cols | join(', ') }}
from {{ source }}
where dbt_change_type = 'insert'
{%- endmacro %}

{% macro create_columns(relation, columns) -%}
    {{ return(adapter.dispatch('create_columns', 'dbt')(relation, columns)) }}
{%- endmacro %}

{% macro default__create_columns(relation, columns) -%}
    {%- do alter_relation_add_remove_columns(relation, columns, none) -%}
{%- endmacro %}

{% macro post_snapshot(staging_relation) -%}
    {{ return(adapter.dispatch('post_snapshot', 'dbt')(staging_relation)) }}
{%- endmacro %}

{% macro duckdb__post_snapshot(staging_relation) -%}
    {%- do drop_relation(staging_relation) -%}
{%- endmacro %}
