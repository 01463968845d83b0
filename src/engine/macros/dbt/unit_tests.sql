{#- Rows of a unit test as SQL. A column that a given row leaves out is null of the column's own type. -#}

{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
    {%- set types = {} -%}
    {%- set quoted = {} -%}
    {%- for name, type in (column_name_to_data_types or {}).items() -%}
        {%- do types.update({name | lower: type}) -%}
    {%- endfor -%}
    {%- if not types -%}
        {%- set source = defer_relation if defer_relation and not load_relation(this) else this -%}
        {%- for column in get_columns_for_unit_tests(source) -%}
            {%- do types.update({column.name | lower: column.data_type}) -%}
            {%- do quoted.update({column.name | lower: column.quoted}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if not types -%}
        {%- do exceptions.raise_compiler_error(
            'The columns of ' ~ this ~ ' are not known, because it is not in the warehouse; the unit test on "'
            ~ model.name ~ '" needs their types. Build it first, for example with --empty.') -%}
    {%- endif -%}
    {{ validate_fixture_rows(rows, none) -}}
    {%- set nulls = {} -%}
    {%- for name, type in types.items() -%}
        {%- do nulls.update({name: safe_cast('null', type) | trim}) -%}
    {%- endfor -%}
    {%- for row in rows or [{}] %}
        {%- set cells = dict(nulls, **format_row(row, types)) -%}
        {{ _select_cells(cells, quoted) }}{{ '\nunion all\n' if not loop.last }}
    {%- endfor %}
    {{- '\nlimit 0' if not rows }}
{%- endmacro %}

{% macro get_expected_sql(rows, column_name_to_data_types, column_name_to_quoted) -%}
    {%- for row in rows %}
        {{- _select_cells(format_row(row, column_name_to_data_types), column_name_to_quoted) }}
        {{- '\nunion all\n' if not loop.last }}
    {%- else -%}
        select * from dbt_internal_unit_test_actual limit 0
    {%- endfor %}
{%- endmacro %}

{% macro _select_cells(cells, quoted) -%}
    select {% for name, value in cells.items() -%}
        {{ value }} as {{ quoted.get(name, adapter.quote(name)) }}{{ ', ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- One row with lower-case names and each value cast to its column's type. -#}
{% macro format_row(row, column_name_to_data_types) -%}
    {%- set cells = {} -%}
    {%- for written, value in row.items() -%}
        {%- set name = written | lower -%}
        {%- if name not in column_name_to_data_types -%}
            {%- set owner = 'the expected rows' if model.resource_type == 'unit_test' else '"' ~ model.name ~ '"' -%}
            {%- do exceptions.raise_compiler_error(
                'The unit test gives a column "' ~ name ~ '" that ' ~ owner ~ ' does not have. Columns are: '
                ~ (column_name_to_data_types.keys() | join(', ')) ~ '.') -%}
        {%- endif -%}
        {%- if value is string -%}
            {%- set sql = dbt.string_literal(dbt.escape_single_quotes(value)) -%}
        {%- else -%}
            {%- set sql = 'null' if value is none else value -%}
        {%- endif -%}
        {%- do cells.update({name: safe_cast(sql, column_name_to_data_types[name]) | trim}) -%}
    {%- endfor -%}
    {{ return(cells) }}
{%- endmacro %}

{% macro validate_fixture_rows(rows, row_number) -%}
    {{ return(adapter.dispatch('validate_fixture_rows', 'dbt')(rows, row_number)) }}
{%- endmacro %}

{% macro default__validate_fixture_rows(rows, row_number) %}{% endmacro %}

{% macro get_columns_for_unit_tests(relation) -%}
    {{ return(adapter.dispatch('get_columns_for_unit_tests', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_columns_for_unit_tests(relation) -%}
    {{ return(adapter.get_columns_in_relation(relation)) }}
{%- endmacro %}

{% macro get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    {{ return(adapter.dispatch('get_unit_test_sql', 'dbt')(main_sql, expected_fixture_sql, expected_column_names)) }}
{%- endmacro %}

{% macro default__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    {%- set names = expected_column_names | join(', ') -%}
    {%- set side = adapter.quote('actual_or_expected') -%}
with dbt_internal_unit_test_actual as (
    select {{ names }}, 'actual' as {{ side }}
    from (
{{ main_sql }}
    ) as actual_rows
)

select * from dbt_internal_unit_test_actual
union all
select {{ names }}, 'expected' as {{ side }}
from (
{{ expected_fixture_sql }}
) as expected_rows
{%- endmacro %}
