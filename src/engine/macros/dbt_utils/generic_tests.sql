{#- Generic tests of dbt_utils. Each selects what breaks its rule, so counting rows is always a right measure of failure. -#}

{#- `a, b, ` in front of a select list, and `group by a, b` behind it; empty without columns. -#}
{% macro _columns_before(group_by_columns) -%}
    {{ return((group_by_columns | join(', ')) ~ ', ' if group_by_columns else '') }}
{%- endmacro %}
{% macro _group_by(group_by_columns) -%}
    {{ return('group by ' ~ (group_by_columns | join(', ')) if group_by_columns else '') }}
{%- endmacro %}

{% test expression_is_true(model, expression, column_name=none) -%}
    {{ return(adapter.dispatch('test_expression_is_true', 'dbt_utils')(model, expression, column_name)) }}
{%- endtest %}

{% macro default__test_expression_is_true(model, expression, column_name) -%}
select {{ '*' if should_store_failures() else '1' }}
from {{ model }}
where not ({{ column_name ~ ' ' if column_name is not none }}{{ expression }})
{%- endmacro %}

{% test unique_combination_of_columns(model, combination_of_columns, quote_columns=false) -%}
    {{ return(adapter.dispatch('test_unique_combination_of_columns', 'dbt_utils')(model, combination_of_columns, quote_columns)) }}
{%- endtest %}

{% macro default__test_unique_combination_of_columns(model, combination_of_columns, quote_columns=false) -%}
    {%- set columns = get_quoted_csv(combination_of_columns) if quote_columns else combination_of_columns | join(', ') -%}
select {{ columns }}
from {{ model }}
group by {{ columns }}
having count(*) > 1
{%- endmacro %}

{% test accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) -%}
    {{ return(adapter.dispatch('test_accepted_range', 'dbt_utils')(model, column_name, min_value, max_value, inclusive)) }}
{%- endtest %}

{% macro default__test_accepted_range(model, column_name, min_value=none, max_value=none, inclusive=true) -%}
    {%- set equal = '=' if inclusive else '' -%}
select *
from {{ model }}
where
    false
    {%- if min_value is not none %} or not {{ column_name }} >{{ equal }} {{ min_value }}{% endif -%}
    {%- if max_value is not none %} or not {{ column_name }} <{{ equal }} {{ max_value }}{% endif -%}
{%- endmacro %}

{% test not_accepted_values(model, column_name, values, quote=true) -%}
    {{ return(adapter.dispatch('test_not_accepted_values', 'dbt_utils')(model, column_name, values, quote)) }}
{%- endtest %}

{% macro default__test_not_accepted_values(model, column_name, values, quote=true) -%}
select distinct {{ column_name }} as value_field
from {{ model }}
where value_field in ({% for value in values %}{{ "'" ~ value ~ "'" if quote else value }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% test not_empty_string(model, column_name, trim_whitespace=true) -%}
    {{ return(adapter.dispatch('test_not_empty_string', 'dbt_utils')(model, column_name, trim_whitespace)) }}
{%- endtest %}

{% macro default__test_not_empty_string(model, column_name, trim_whitespace=true) -%}
select {{ column_name }}
from {{ model }}
where {{ 'trim(' ~ column_name ~ ')' if trim_whitespace else column_name }} = ''
{%- endmacro %}

{% test at_least_one(model, column_name, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_at_least_one', 'dbt_utils')(model, column_name, group_by_columns)) }}
{%- endtest %}

{% macro default__test_at_least_one(model, column_name, group_by_columns) -%}
select {{ dbt_utils._columns_before(group_by_columns) }}count({{ column_name }}) as filler_column
from {{ model }}
{{ dbt_utils._group_by(group_by_columns) }}
having count({{ column_name }}) = 0
{%- endmacro %}

{% test not_constant(model, column_name, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_not_constant', 'dbt_utils')(model, column_name, group_by_columns)) }}
{%- endtest %}

{% macro default__test_not_constant(model, column_name, group_by_columns) -%}
select {{ dbt_utils._columns_before(group_by_columns) }}count(distinct {{ column_name }}) as filler_column
from {{ model }}
{{ dbt_utils._group_by(group_by_columns) }}
having count(distinct {{ column_name }}) = 1
{%- endmacro %}

{% test not_null_proportion(model, column_name, at_least, at_most=1, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_not_null_proportion', 'dbt_utils')(
        model, group_by_columns, column_name=column_name, at_least=at_least, at_most=at_most)) }}
{%- endtest %}

{% macro default__test_not_null_proportion(model, group_by_columns, column_name, at_least, at_most) -%}
select
    {{ dbt_utils._columns_before(group_by_columns) }}
    count({{ column_name }}) / cast(count(*) as {{ dbt.type_numeric() }}) as not_null_proportion
from {{ model }}
{{ dbt_utils._group_by(group_by_columns) }}
having not_null_proportion < {{ at_least }} or not_null_proportion > {{ at_most }}
{%- endmacro %}

{% test relationships_where(model, column_name, to, field, from_condition='1=1', to_condition='1=1') -%}
    {{ return(adapter.dispatch('test_relationships_where', 'dbt_utils')(
        model, column_name, to, field, from_condition, to_condition)) }}
{%- endtest %}

{% macro default__test_relationships_where(model, column_name, to, field, from_condition='1=1', to_condition='1=1') -%}
with child as (
    select {{ column_name }} as id from {{ model }} where {{ column_name }} is not null and ({{ from_condition }})
),

parent as (
    select {{ field }} as id from {{ to }} where {{ field }} is not null and ({{ to_condition }})
)

select child.id, parent.id as right_id
from child
left join parent on child.id = parent.id
where parent.id is null
{%- endmacro %}

{% test cardinality_equality(model, column_name, to, field) -%}
    {{ return(adapter.dispatch('test_cardinality_equality', 'dbt_utils')(model, column_name, to, field)) }}
{%- endtest %}

{#- Values whose number of rows differs between the two sides. -#}
{% macro default__test_cardinality_equality(model, column_name, to, field) -%}
with left_side as (
    select {{ column_name }} as value_field, count(*) as num_rows from {{ model }} group by value_field
),

right_side as (
    select {{ field }} as value_field, count(*) as num_rows from {{ to }} group by value_field
)

(select * from left_side except select * from right_side)
union all
(select * from right_side except select * from left_side)
{%- endmacro %}

{% test equal_rowcount(model, compare_model, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_equal_rowcount', 'dbt_utils')(model, compare_model, group_by_columns)) }}
{%- endtest %}

{% macro default__test_equal_rowcount(model, compare_model, group_by_columns) -%}
    {{- config(fail_calc='coalesce(sum(diff_count), 0)') -}}
select *, abs(count_a - count_b) as diff_count
from ({{ dbt_utils._counts_side_by_side(model, compare_model, group_by_columns) }}) as counts
where diff_count > 0
{%- endmacro %}

{% test fewer_rows_than(model, compare_model, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_fewer_rows_than', 'dbt_utils')(model, compare_model, group_by_columns)) }}
{%- endtest %}

{#- An equal number is one row too many. -#}
{% macro default__test_fewer_rows_than(model, compare_model, group_by_columns) -%}
    {{- config(fail_calc='coalesce(sum(row_count_delta), 0)') -}}
select *, greatest(count_a - count_b, 1) as row_count_delta
from ({{ dbt_utils._counts_side_by_side(model, compare_model, group_by_columns) }}) as counts
where count_a >= count_b
{%- endmacro %}

{#- A group that one side lacks has null there, and counts for neither test, as in dbt_utils. -#}
{% macro _counts_side_by_side(model, compare_model, group_by_columns) -%}
    {%- set columns = ['1 as one'] + group_by_columns -%}
    {%- set on = ['a.one = b.one'] -%}
    {%- for column in group_by_columns -%}{%- do on.append('a.' ~ column ~ ' = b.' ~ column) -%}{%- endfor -%}
    select
        {%- for column in group_by_columns %} a.{{ column }} as {{ column }}_a, b.{{ column }} as {{ column }}_b,{% endfor %}
        a.n as count_a,
        b.n as count_b
    from (select {{ columns | join(', ') }}, count(*) as n from {{ model }} {{ dbt_utils._group_by(group_by_columns) }}) as a
    full join (select {{ columns | join(', ') }}, count(*) as n from {{ compare_model }} {{ dbt_utils._group_by(group_by_columns) }}) as b
        on {{ on | join(' and ') }}
{%- endmacro %}

{% test equality(model, compare_model, compare_columns=none, exclude_columns=none, precision=none) -%}
    {{ return(adapter.dispatch('test_equality', 'dbt_utils')(model, compare_model, compare_columns, exclude_columns, precision)) }}
{%- endtest %}

{#- Rows that only one side has, each once; numbers that are not whole are rounded first when a precision is given. -#}
{% macro default__test_equality(model, compare_model, compare_columns=none, exclude_columns=none, precision=none) -%}
    {%- if compare_columns and exclude_columns -%}
        {%- do exceptions.raise_compiler_error('"equality" takes "compare_columns" or "exclude_columns", not both.') -%}
    {%- endif -%}
    {{- config(fail_calc="count(*) + coalesce(abs(count(*) filter (which_diff = 'a_minus_b') - count(*) filter (which_diff = 'b_minus_a')), 0)") -}}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- do dbt_utils._is_relation(model, 'test_equality') -%}
    {%- set cells = compare_columns -%}
    {%- if not compare_columns or precision is not none -%}
        {%- do dbt_utils._is_ephemeral(model, 'test_equality') -%}
        {%- set asked = (compare_columns or []) | map('lower') | list -%}
        {%- set left_out = (exclude_columns or []) | map('lower') | list -%}
        {%- set cells = [] -%}
        {%- for column in adapter.get_columns_in_relation(model)
            if column.name | lower not in left_out and (not asked or column.name | lower in asked) -%}
            {%- set rounds = column.is_float() or (column.data_type | lower).startswith(('decimal', 'numeric')) -%}
            {%- do cells.append(column.quoted if precision is none or not rounds else
                'round(cast(' ~ column.quoted ~ ' as ' ~ dbt.type_numeric() ~ '), ' ~ precision ~ ') as ' ~ column.quoted) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if not compare_columns -%}
        {%- do dbt_utils._is_ephemeral(compare_model, 'test_equality') -%}
        {%- set ours = dbt_utils.get_filtered_columns_in_relation(model, exclude_columns or []) | map('lower') | sort -%}
        {%- set theirs = dbt_utils.get_filtered_columns_in_relation(compare_model, exclude_columns or []) | map('lower') | sort -%}
        {%- if ours != theirs -%}
            {%- do exceptions.raise_compiler_error(compare_model ~ ' and ' ~ model
                ~ ' have different columns. Name those to compare with "compare_columns" or "exclude_columns".') -%}
        {%- endif -%}
    {%- endif -%}
with a as (
    select {{ cells | join(', ') }} from {{ model }}
),

b as (
    select {{ cells | join(', ') }} from {{ compare_model }}
)

select 'a_minus_b' as which_diff, * from (select * from a {{ dbt.except() }} select * from b)
union all
select 'b_minus_a', * from (select * from b {{ dbt.except() }} select * from a)
{%- endmacro %}

{% test recency(model, field, datepart, interval, ignore_time_component=false, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_recency', 'dbt_utils')(
        model, field, datepart, interval, ignore_time_component, group_by_columns)) }}
{%- endtest %}

{#- "Now" is the engine's, as a timestamp without zone, so that it works in the browser too. -#}
{% macro default__test_recency(model, field, datepart, interval, ignore_time_component, group_by_columns) -%}
    {%- set type = 'date' if ignore_time_component else dbt.type_timestamp() -%}
    {%- set newest = 'max(' ~ field ~ ')' -%}
select
    {{ dbt_utils._columns_before(group_by_columns) }}
    {{ 'cast(' ~ newest ~ ' as date)' if ignore_time_component else newest }} as most_recent,
    cast({{ dbt.dateadd(datepart, interval * -1, snapshot_get_time()) }} as {{ type }}) as threshold
from {{ model }}
{{ dbt_utils._group_by(group_by_columns) }}
having most_recent < threshold
{%- endmacro %}

{% test sequential_values(model, column_name, interval=1, datepart=none, group_by_columns=[]) -%}
    {{ return(adapter.dispatch('test_sequential_values', 'dbt_utils')(
        model, column_name, interval, datepart, group_by_columns)) }}
{%- endtest %}

{% macro default__test_sequential_values(model, column_name, interval=1, datepart=none, group_by_columns=[]) -%}
    {%- set previous = 'previous_' ~ dbt_utils.slugify(column_name) -%}
    {%- set partition_by = 'partition by ' ~ (group_by_columns | join(', ')) ~ ' ' if group_by_columns else '' -%}
    {%- if datepart -%}
        {%- set rule = 'cast(' ~ column_name ~ ' as timestamp) = cast(' ~ dbt.dateadd(datepart, interval, previous) ~ ' as timestamp)' -%}
    {%- else -%}
        {%- set rule = column_name ~ ' = ' ~ previous ~ ' + ' ~ interval -%}
    {%- endif -%}
select *
from (
    select
        {{ dbt_utils._columns_before(group_by_columns) }}{{ column_name }},
        lag({{ column_name }}) over ({{ partition_by }}order by {{ column_name }}) as {{ previous }}
    from {{ model }}
) as windowed
where not ({{ rule }})
{%- endmacro %}

{% test mutually_exclusive_ranges(
    model, lower_bound_column, upper_bound_column, partition_by=none, gaps='allowed', zero_length_range_allowed=false) -%}
    {{ return(adapter.dispatch('test_mutually_exclusive_ranges', 'dbt_utils')(
        model, lower_bound_column, upper_bound_column, partition_by, gaps, zero_length_range_allowed)) }}
{%- endtest %}

{#- A bound that is null breaks the rule, except the upper bound of the last range. -#}
{% macro default__test_mutually_exclusive_ranges(
    model, lower_bound_column, upper_bound_column, partition_by=none, gaps='allowed', zero_length_range_allowed=false) -%}
    {%- set to_next = {'not_allowed': '=', 'allowed': '<=', 'required': '<'}.get(gaps) -%}
    {%- if to_next is none -%}
        {%- do exceptions.raise_compiler_error(
            'The argument "gaps" is "not_allowed", "allowed" or "required", not "' ~ gaps ~ '".') -%}
    {%- endif -%}
    {%- set partition = 'partition by ' ~ partition_by ~ ' ' if partition_by else '' -%}
with ranges as (
    select
        {{ partition_by ~ ' as partition_by_col,' if partition_by }}
        {{ lower_bound_column }} as lower_bound,
        {{ upper_bound_column }} as upper_bound,
        lead({{ lower_bound_column }}) over ({{ partition }}order by {{ lower_bound_column }}, {{ upper_bound_column }}) as next_lower_bound,
        row_number() over ({{ partition }}order by {{ lower_bound_column }} desc, {{ upper_bound_column }} desc) = 1 as is_last_record
    from {{ model }}
)

select *
from ranges
where not (
    coalesce(lower_bound {{ '<=' if zero_length_range_allowed else '<' }} upper_bound, false)
    and coalesce(upper_bound {{ to_next }} next_lower_bound, is_last_record, false)
)
{%- endmacro %}
