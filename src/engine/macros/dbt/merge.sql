{#- `merge into`, with dbt-duckdb's configs: from one unique_key up to whole clauses written out under merge_clauses. -#}

{#- An older name of the last argument is `predicates`. -#}
{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {{ return(adapter.dispatch('get_merge_sql', 'dbt')(
        target, source, unique_key, dest_columns, kwargs.get('predicates', incremental_predicates))) }}
{%- endmacro %}

{% macro duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- do validate_merge_config(config, target) -%}
    {%- set include = config.get('merge_update_columns', []) -%}
    {%- set exclude = config.get('merge_exclude_columns', []) -%}
    {%- set expressions = config.get('merge_update_set_expressions', {}) -%}
    {%- set defaults = merge_clause_defaults(
        config.get('merge_update_condition'), config.get('merge_insert_condition'), include, exclude, expressions) -%}
    {%- set update = defaults.when_matched_update_explicit if include or exclude or expressions
        else defaults.when_matched_update_by_name -%}
    {%- set clauses = config.get('merge_clauses', {}) -%}
    {%- set returning = config.get('merge_returning_columns', []) -%}
    {{- _sql_header() -}}
merge into {{ target }} as DBT_INTERNAL_DEST
using {{ source }} as DBT_INTERNAL_SOURCE
{{ duckdb__merge_join_clause(
    unique_key, config.get('merge_on_using_columns', []), normalize_incremental_predicates(incremental_predicates)) }}
    {%- for clause in clauses.get('when_matched', [update]) %}
when matched{{ _merge_condition(clause) }} then {{ _merge_update(clause, dest_columns) }}
    {%- endfor %}
    {%- for clause in clauses.get('when_not_matched', [defaults.when_not_matched_insert_by_name]) %}
when not matched{{ ' by ' ~ clause.by if clause.by }}{{ _merge_condition(clause) }} then {{ _merge_insert(clause) }}
    {%- endfor %}
    {{- '\nreturning ' ~ (returning if returning is string else returning | join(', ')) if returning }}
{%- endmacro %}

{#- Without a key nothing matches, and every row is inserted. -#}
{% macro duckdb__merge_join_clause(unique_key, merge_on_using_columns, incremental_predicates) -%}
    {%- set tests = [] -%}
    {%- if not merge_on_using_columns -%}
        {%- for key in ([unique_key] if unique_key is string else unique_key or []) -%}
            {%- do tests.append('DBT_INTERNAL_SOURCE.' ~ key ~ ' = DBT_INTERNAL_DEST.' ~ key) -%}
        {%- else -%}
            {%- do tests.append('false') -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do tests.extend(incremental_predicates or []) -%}
    {%- set on = 'on (' ~ (tests | join(') and (')) ~ ')' if tests else '' -%}
    {{ return(('using (' ~ (merge_on_using_columns | join(', ')) ~ ') ' if merge_on_using_columns else '') ~ on) }}
{%- endmacro %}

{% macro _merge_condition(clause) -%}
    {%- set condition = clause.condition -%}
    {%- if not condition -%}{{ return('') }}{%- endif -%}
    {{ return(' and ' ~ (condition if condition is string else '(' ~ (condition | join(') and (')) ~ ')')) }}
{%- endmacro %}

{#- What delete, do_nothing and error read like in either kind of clause; none for another action. -#}
{% macro _merge_action(clause) -%}
    {%- if clause.action == 'delete' -%}{{ return('delete') }}{%- endif -%}
    {%- if clause.action == 'do_nothing' -%}{{ return('do nothing') }}{%- endif -%}
    {%- if clause.action == 'error' -%}
        {%- set message = clause.error_message -%}
        {{ return('error' ~ (" '" ~ (message | replace("'", "''")) ~ "'" if message else '')) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{% macro _merge_update(clause, dest_columns) -%}
    {%- set action = _merge_action(clause) -%}
    {%- if action is not none -%}{{ return(action) }}{%- endif -%}
    {%- set modes = {'by_name': 'update by name', 'by_position': 'update by position', 'star': 'update set *'} -%}
    {%- if clause.mode in modes -%}{{ return(modes[clause.mode]) }}{%- endif -%}
    {%- set choice = clause.get('update', {}) -%}
    {%- set expressions = choice.get('set_expressions', {}) -%}
    {%- set cells = [] -%}
    {%- for column, expression in expressions.items() -%}{%- do cells.append(column ~ ' = ' ~ expression) -%}{%- endfor -%}
    {%- for column in get_merge_update_columns(choice.get('include', []), choice.get('exclude', []), dest_columns)
        if column.replace('"', '').replace("'", '') not in expressions -%}
        {%- do cells.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
    {%- endfor -%}
    {{ return('update set ' ~ (cells | join(', '))) }}
{%- endmacro %}

{% macro _merge_insert(clause) -%}
    {%- set action = _merge_action(clause) -%}
    {%- if action is not none -%}{{ return(action) }}{%- endif -%}
    {%- if clause.action == 'update' -%}
        {%- set cells = [] -%}
        {%- for column, expression in clause.get('set_expressions', {}).items() -%}
            {%- do cells.append(column ~ ' = ' ~ expression) -%}
        {%- endfor -%}
        {{ return('update set ' ~ (cells | join(', '))) }}
    {%- endif -%}
    {%- set modes = {'by_name': 'insert by name', 'by_position': 'insert by position', 'star': 'insert *'} -%}
    {%- if clause.mode in modes -%}{{ return(modes[clause.mode]) }}{%- endif -%}
    {%- set choice = clause.get('insert', {}) -%}
    {{ return('insert (' ~ (choice.get('columns', []) | join(', ')) ~ ') values (' ~ (choice.get('values', []) | join(', ')) ~ ')') }}
{%- endmacro %}

{% macro merge_clause_defaults(
    merge_update_condition, merge_insert_condition, merge_update_columns=[], merge_exclude_columns=[],
    merge_update_set_expressions={}) -%}
    {%- set update = {'action': 'update', 'condition': merge_update_condition} -%}
    {{ return({
        'when_matched_update_by_name': dict(update, mode='by_name'),
        'when_matched_update_explicit': dict(update, mode='explicit', update={
            'include': merge_update_columns,
            'exclude': merge_exclude_columns,
            'set_expressions': merge_update_set_expressions,
        }),
        'when_not_matched_insert_by_name': {
            'action': 'insert', 'condition': merge_insert_condition, 'mode': 'by_name',
        },
    }) }}
{%- endmacro %}

{#- Names as a statement writes them: quoted, unless the config gives them. -#}
{% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
    {{ return(adapter.dispatch('get_merge_update_columns', 'dbt')(merge_update_columns, merge_exclude_columns, dest_columns)) }}
{%- endmacro %}

{% macro default__get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
    {%- if merge_update_columns and merge_exclude_columns -%}
        {%- do exceptions.raise_compiler_error(
            'A model has either "merge_update_columns" or "merge_exclude_columns", not both. Take one of them out.') -%}
    {%- elif merge_update_columns -%}
        {{ return(merge_update_columns) }}
    {%- endif -%}
    {%- set excluded = (merge_exclude_columns or []) | map('lower') | list -%}
    {%- set kept = [] -%}
    {%- for column in dest_columns if column.name | lower not in excluded -%}{%- do kept.append(column.quoted) -%}{%- endfor -%}
    {{ return(kept) }}
{%- endmacro %}

{#- All that is wrong with the merge configs is told at once. -#}
{% macro validate_merge_config(config, target_relation=none) -%}
    {%- set kinds = {
        'merge_update_condition': 'text', 'merge_insert_condition': 'text', 'merge_on_using_columns': 'list',
        'merge_update_columns': 'list', 'merge_exclude_columns': 'list', 'merge_returning_columns': 'list',
        'merge_update_set_expressions': 'dictionary',
    } -%}
    {%- set errors = [] -%}
    {%- set given = [] -%}
    {%- for name, kind in kinds.items() -%}
        {%- set value = config.get(name) -%}
        {%- if value is none -%}
        {%- elif kind == 'text' -%}{%- do validate_string_field(value, name, errors) -%}
        {%- elif kind == 'list' -%}{%- do validate_string_list_field(value, name, errors) -%}
        {%- else -%}{%- do validate_dict_field(value, name, errors) -%}
        {%- endif -%}
        {%- if value and name not in ['merge_on_using_columns', 'merge_returning_columns'] -%}{%- do given.append(name) -%}{%- endif -%}
    {%- endfor -%}
    {%- do validate_merge_clauses(config, given, errors) -%}
    {%- if errors -%}
        {%- do exceptions.raise_compiler_error('The configs of this merge are wrong: ' ~ (errors | join(' '))) -%}
    {%- endif -%}
{%- endmacro %}

{% macro validate_merge_clauses(config, given, errors) -%}
    {%- set clauses = config.get('merge_clauses') -%}
    {%- if clauses is none -%}{{ return('') }}{%- endif -%}
    {%- if clauses is not mapping -%}
        {%- do errors.append('"merge_clauses" must be a dictionary.') -%}
        {{ return('') }}
    {%- endif -%}
    {%- set kinds = ['when_matched', 'when_not_matched'] -%}
    {%- if not (clauses.when_matched is defined or clauses.when_not_matched is defined) -%}
        {%- do errors.append('"merge_clauses" needs "when_matched" or "when_not_matched".') -%}
    {%- endif -%}
    {%- for kind in kinds if kind in clauses -%}
        {%- set list = clauses[kind] -%}
        {%- if list is string or list is mapping or list is not sequence or not list -%}
            {%- do errors.append('"merge_clauses.' ~ kind ~ '" must be a list with at least one clause.') -%}
        {%- elif list | reject('mapping') | list -%}
            {%- do errors.append('Each clause in "merge_clauses.' ~ kind ~ '" must be a dictionary.') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if given -%}
        {%- do errors.append('"merge_clauses" makes these configs meaningless, so take them out: ' ~ (given | join(', ')) ~ '.') -%}
    {%- endif -%}
{%- endmacro %}

{% macro validate_string_field(field_value, field_name, errors) -%}
    {%- if field_value is not none and field_value is not string -%}
        {%- do errors.append('"' ~ field_name ~ '" must be a text.') -%}
    {%- endif -%}
{%- endmacro %}

{% macro validate_string_list_field(field_value, field_name, errors) -%}
    {%- if field_value is not none and (field_value is string or field_value is mapping or field_value is not sequence) -%}
        {%- do errors.append('"' ~ field_name ~ '" must be a list.') -%}
    {%- elif (field_value or []) | reject('string') | list -%}
        {%- do errors.append('"' ~ field_name ~ '" must hold texts only.') -%}
    {%- endif -%}
{%- endmacro %}

{% macro validate_dict_field(field_value, field_name, errors) -%}
    {%- if field_value is not none and field_value is not mapping -%}
        {%- do errors.append('"' ~ field_name ~ '" must be a dictionary.') -%}
    {%- endif -%}
{%- endmacro %}

{% macro get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
    {{ return(adapter.dispatch('get_merge_unique_key_match', 'dbt')(source_unique_key, target_unique_key)) }}
{%- endmacro %}

{% macro default__get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
    {{ return(equals(source_unique_key, target_unique_key) | trim) }}
{%- endmacro %}

{% macro get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header=false) -%}
    {{ return(adapter.dispatch('get_insert_overwrite_merge_sql', 'dbt')(
        target, source, dest_columns, predicates, include_sql_header)) }}
{%- endmacro %}

{% macro default__get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header) -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
{{ _sql_header() if include_sql_header -}}
merge into {{ target }} as DBT_INTERNAL_DEST
using {{ source }} as DBT_INTERNAL_SOURCE
on false
when not matched by source{{ ' and ' ~ (predicates | join(' and ')) if predicates }} then delete
when not matched then insert ({{ columns }}) values ({{ columns }})
{%- endmacro %}
