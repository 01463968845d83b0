{#- Macros of dbt_utils that write SQL. Used only when a project calls for dbt_utils and ships no copy of it. -#}

{% macro group_by(n) -%}{{ return(adapter.dispatch('group_by', 'dbt_utils')(n)) }}{%- endmacro %}
{% macro default__group_by(n) -%}{{ return('group by ' ~ (range(1, n + 1) | join(', '))) }}{%- endmacro %}

{% macro generate_surrogate_key(field_list) -%}
    {{ return(adapter.dispatch('generate_surrogate_key', 'dbt_utils')(field_list)) }}
{%- endmacro %}

{#- A null counts as a text of its own, so that it differs from an empty text; a var brings the older behaviour back. -#}
{% macro default__generate_surrogate_key(field_list) -%}
    {%- set null = '' if var('surrogate_key_treat_nulls_as_empty_strings', false) else '_dbt_utils_surrogate_key_null_' -%}
    {%- set texts = [] -%}
    {%- for field in field_list -%}
        {%- do texts.append('coalesce(cast(' ~ field ~ ' as ' ~ dbt.type_string() ~ "), '" ~ null ~ "')") -%}
    {%- endfor -%}
    {{ return(dbt.hash(texts | join(" || '-' || "))) }}
{%- endmacro %}

{% macro surrogate_key(field_list) -%}
    {{ return(adapter.dispatch('surrogate_key', 'dbt_utils')(field_list, *varargs)) }}
{%- endmacro %}

{% macro default__surrogate_key(field_list) -%}
    {%- do exceptions.raise_compiler_error(
        '"dbt_utils.surrogate_key" is gone: use "dbt_utils.generate_surrogate_key", which tells null from an empty text. '
        ~ 'For keys as they were, set the var "surrogate_key_treat_nulls_as_empty_strings" to true.') -%}
{%- endmacro %}

{% macro star(
    from, relation_alias=false, except=[], prefix='', suffix='', quote_identifiers=true, unquote_aliases=false, rename={}) -%}
    {{ return(adapter.dispatch('star', 'dbt_utils')(
        from, relation_alias, except, prefix, suffix, quote_identifiers, unquote_aliases, rename)) }}
{%- endmacro %}

{#- Names in `rename` are written as they are given, in any case on the left. -#}
{% macro default__star(
    from, relation_alias=false, except=[], prefix='', suffix='', quote_identifiers=true, unquote_aliases=false, rename={}) -%}
    {%- do dbt_utils._is_relation(from, 'star') -%}
    {%- do dbt_utils._is_ephemeral(from, 'star') -%}
    {%- if not execute -%}{{ return('*') }}{%- endif -%}
    {%- set renamed = {} -%}
    {%- for name, new in rename.items() -%}{%- do renamed.update({name | lower: new}) -%}{%- endfor -%}
    {%- set cells = [] -%}
    {%- for name in dbt_utils.get_filtered_columns_in_relation(from, except) -%}
        {%- set cell = (relation_alias ~ '.' if relation_alias else '') ~ (adapter.quote(name) if quote_identifiers else name) -%}
        {%- set new = prefix ~ name ~ suffix -%}
        {%- if name | lower in renamed -%}
            {%- set cell = cell ~ ' as ' ~ renamed[name | lower] -%}
        {%- elif quote_identifiers and unquote_aliases -%}
            {%- set cell = cell ~ ' as ' ~ new -%}
        {%- elif new != name -%}
            {%- set cell = cell ~ ' as ' ~ (adapter.quote(new) if quote_identifiers else new) -%}
        {%- endif -%}
        {%- do cells.append(cell) -%}
    {%- endfor -%}
    {%- set nothing = '/* star() found no columns: is the relation there, and are some not excluded? */' -%}
    {{ return(cells | join(',\n  ') or ('*\n' ~ nothing if flags.WHICH == 'compile' else nothing)) }}
{%- endmacro %}

{% macro deduplicate(relation, partition_by, order_by) -%}
    {{ return(adapter.dispatch('deduplicate', 'dbt_utils')(relation, partition_by, order_by)) }}
{%- endmacro %}

{#- Rows with nulls are kept; the package's general version, a natural join, loses them. -#}
{% macro default__deduplicate(relation, partition_by, order_by) -%}
select *
from {{ relation }}
qualify row_number() over (partition by {{ partition_by }} order by {{ order_by }}) = 1
{%- endmacro %}

{% macro pivot(
    column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0,
    quote_identifiers=true, distinct=false) -%}
    {{ return(adapter.dispatch('pivot', 'dbt_utils')(
        column, values, alias, agg, cmp, prefix, suffix, then_value, else_value, quote_identifiers, distinct)) }}
{%- endmacro %}

{% macro default__pivot(
    column, values, alias=true, agg='sum', cmp='=', prefix='', suffix='', then_value=1, else_value=0,
    quote_identifiers=true, distinct=false) -%}
    {%- for value in values %}
    {{ agg }}({{ 'distinct ' if distinct }}case when {{ column }} {{ cmp }} '{{ dbt.escape_single_quotes(value | string) }}' then {{ then_value }} else {{ else_value }} end)
    {%- if alias -%}
        {%- set name = prefix ~ value ~ suffix %} as {{ adapter.quote(name) if quote_identifiers else dbt_utils.slugify(name) }}
    {%- endif -%}
    {{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro unpivot(
    relation=none, cast_to='varchar', exclude=none, remove=none, field_name='field_name', value_name='value',
    quote_identifiers=false) -%}
    {{ return(adapter.dispatch('unpivot', 'dbt_utils')(
        relation, cast_to, exclude, remove, field_name, value_name, quote_identifiers)) }}
{%- endmacro %}

{% macro default__unpivot(
    relation=none, cast_to='varchar', exclude=none, remove=none, field_name='field_name', value_name='value',
    quote_identifiers=false) -%}
    {%- if not relation -%}{%- do exceptions.raise_compiler_error('"unpivot" needs a relation.') -%}{%- endif -%}
    {%- do dbt_utils._is_relation(relation, 'unpivot') -%}
    {%- do dbt_utils._is_ephemeral(relation, 'unpivot') -%}
    {%- set kept = exclude or [] -%}
    {%- for name in dbt_utils.get_filtered_columns_in_relation(relation, kept + (remove or [])) %}
select
        {%- for other in kept %}
    {{ adapter.quote(other) if quote_identifiers else other }},
        {%- endfor %}
    cast('{{ dbt.escape_single_quotes(name) }}' as {{ dbt.type_string() }}) as {{ adapter.quote(field_name) if quote_identifiers else field_name }},
    cast({{ adapter.quote(name) if quote_identifiers else name }} as {{ cast_to }}) as {{ adapter.quote(value_name) if quote_identifiers else value_name }}
from {{ relation }}
{{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro union_relations(
    relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) -%}
    {{ return(adapter.dispatch('union_relations', 'dbt_utils')(
        relations, column_override, include, exclude, source_column_name, where)) }}
{%- endmacro %}

{#- All columns of all relations, in the order they are first met; a relation that lacks one gives null. -#}
{% macro default__union_relations(
    relations, column_override=none, include=[], exclude=[], source_column_name='_dbt_source_relation', where=none) -%}
    {%- if include and exclude -%}
        {%- do exceptions.raise_compiler_error('"union_relations" takes "include" or "exclude", not both.') -%}
    {%- endif -%}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set included = include | map('lower') | list -%}
    {%- set excluded = exclude | map('lower') | list -%}
    {%- set all = {} -%}
    {%- set own = [] -%}
    {%- for relation in relations -%}
        {%- do dbt_utils._is_relation(relation, 'union_relations') -%}
        {%- do dbt_utils._is_ephemeral(relation, 'union_relations') -%}
        {%- set names = [] -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- set name = column.name | lower -%}
            {%- if (name in included if include else name not in excluded) -%}
                {%- do names.append(column.name) -%}
                {%- if column.name not in all -%}{%- do all.update({column.name: column}) -%}{%- endif -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do own.append(names) -%}
    {%- endfor -%}
    {%- if not all and (include or exclude) and flags.WHICH in ['run', 'build'] -%}
        {%- do exceptions.raise_compiler_error('"union_relations" is left without columns: ' ~ (relations | join(', ')) ~ '.') -%}
    {%- endif -%}
    {%- for relation in relations %}
        {%- set names = own[loop.index0] -%}
        {%- set cells = [] -%}
        {%- if source_column_name is not none -%}
            {%- do cells.append('cast(' ~ dbt.string_literal(dbt.escape_single_quotes(relation | string)) ~ ' as '
                ~ dbt.type_string() ~ ') as ' ~ source_column_name) -%}
        {%- endif -%}
        {%- for name, column in all.items() -%}
            {%- do cells.append('cast(' ~ (adapter.quote(name) if name in names else 'null') ~ ' as '
                ~ (column_override or {}).get(name, column.data_type) ~ ') as ' ~ adapter.quote(name)) -%}
        {%- endfor -%}
        {%- if not all and flags.WHICH == 'compile' -%}{%- do cells.append('*') -%}{%- endif %}
(
    select
        {{ cells | join(',\n        ') }}
    from {{ relation }}
    {{- '\n    where ' ~ where if where }}
)
{{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro generate_series(upper_bound) -%}{{ return(adapter.dispatch('generate_series', 'dbt_utils')(upper_bound)) }}{%- endmacro %}
{% macro default__generate_series(upper_bound) -%}
    {%- do dbt_utils.get_powers_of_two(upper_bound) -%}
    {# The package adds powers, which are doubles in DuckDB. #}
    {{ return('select cast(generated_number as double) as generated_number from (' ~ dbt.generate_series(upper_bound) ~ ') as series') }}
{%- endmacro %}

{% macro get_powers_of_two(upper_bound) -%}{{ return(adapter.dispatch('get_powers_of_two', 'dbt_utils')(upper_bound)) }}{%- endmacro %}
{% macro default__get_powers_of_two(upper_bound) -%}{{ return(dbt.get_powers_of_two(upper_bound)) }}{%- endmacro %}

{% macro get_intervals_between(start_date, end_date, datepart) -%}
    {{ return(adapter.dispatch('get_intervals_between', 'dbt_utils')(start_date, end_date, datepart)) }}
{%- endmacro %}
{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
    {{ return(dbt.get_intervals_between(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro date_spine(datepart, start_date, end_date) -%}
    {{ return(adapter.dispatch('date_spine', 'dbt_utils')(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro default__date_spine(datepart, start_date, end_date) -%}
    {{ return(dbt.date_spine(datepart, start_date, end_date)) }}
{%- endmacro %}

{% macro safe_add(field_list) -%}{{ return(adapter.dispatch('safe_add', 'dbt_utils')(field_list)) }}{%- endmacro %}
{% macro default__safe_add(field_list) -%}{{ return(dbt_utils._nulls_as_zero('safe_add', field_list, ' + ')) }}{%- endmacro %}

{% macro safe_subtract(field_list) -%}{{ return(adapter.dispatch('safe_subtract', 'dbt_utils')(field_list)) }}{%- endmacro %}
{% macro default__safe_subtract(field_list) -%}
    {{ return(dbt_utils._nulls_as_zero('safe_subtract', field_list, ' - ')) }}
{%- endmacro %}

{% macro _nulls_as_zero(name, field_list, operator) -%}
    {%- if field_list is string or field_list is mapping or field_list is not iterable -%}
        {%- do exceptions.raise_compiler_error('"' ~ name ~ '" takes one list of columns: ' ~ name ~ "(['a', 'b']).") -%}
    {%- endif -%}
    {%- set terms = [] -%}
    {%- for field in field_list -%}{%- do terms.append('coalesce(' ~ field ~ ', 0)') -%}{%- endfor -%}
    {{ return(terms | join(operator)) }}
{%- endmacro %}

{% macro safe_divide(numerator, denominator) -%}
    {{ return(adapter.dispatch('safe_divide', 'dbt_utils')(numerator, denominator)) }}
{%- endmacro %}
{% macro default__safe_divide(numerator, denominator) -%}({{ numerator }}) / nullif(({{ denominator }}), 0){%- endmacro %}

{% macro degrees_to_radians(degrees) -%}radians({{ degrees }}){%- endmacro %}

{#- Great circle distance on a sphere with a radius of 3961 miles. -#}
{% macro haversine_distance(lat1, lon1, lat2, lon2, unit='mi') -%}
    {{ return(adapter.dispatch('haversine_distance', 'dbt_utils')(lat1, lon1, lat2, lon2, unit)) }}
{%- endmacro %}

{% macro default__haversine_distance(lat1, lon1, lat2, lon2, unit='mi') -%}
    {%- set factor = {'mi': 1, 'km': 1.60934}.get(unit) -%}
    {%- if factor is none -%}
        {%- do exceptions.raise_compiler_error('The unit of a distance is "mi" or "km", not "' ~ unit ~ '".') -%}
    {%- endif -%}
    2 * 3961 * asin(sqrt(
        pow(sin(radians(({{ lat2 }} - {{ lat1 }}) / 2)), 2)
        + cos(radians({{ lat1 }})) * cos(radians({{ lat2 }})) * pow(sin(radians(({{ lon2 }} - {{ lon1 }}) / 2)), 2)
    )) * {{ factor }}
{%- endmacro %}

{% macro width_bucket(expr, min_value, max_value, num_buckets) -%}
    {{ return(adapter.dispatch('width_bucket', 'dbt_utils')(expr, min_value, max_value, num_buckets)) }}
{%- endmacro %}

{#- A value on the border of two buckets belongs to the upper one; what is above the range gets a bucket of its own. -#}
{% macro default__width_bucket(expr, min_value, max_value, num_buckets) -%}
    {%- set width = '((' ~ max_value ~ ' - ' ~ min_value ~ ') / ' ~ num_buckets ~ ')' -%}
    (
        if(mod({{ dbt.safe_cast(expr, dbt.type_numeric()) }}, {{ dbt.safe_cast(width, dbt.type_numeric()) }}) = 0, 1, 0)
        + least(ceil(({{ expr }} - {{ min_value }}) / {{ width }}), {{ num_buckets }} + 1)
    )
{%- endmacro %}

{#- Empty texts as null, for each of the columns. -#}
{% macro nullcheck(cols) -%}{{ return(adapter.dispatch('nullcheck', 'dbt_utils')(cols)) }}{%- endmacro %}
{% macro default__nullcheck(cols) -%}
    {%- set cells = [] -%}
    {%- for column in cols -%}
        {%- do cells.append('nullif(' ~ column.name ~ ", '') as " ~ column.name if column.is_string() else column.name) -%}
    {%- endfor -%}
    {{ return(cells | join(', ')) }}
{%- endmacro %}

{% macro nullcheck_table(relation) -%}{{ return(adapter.dispatch('nullcheck_table', 'dbt_utils')(relation)) }}{%- endmacro %}
{% macro default__nullcheck_table(relation) -%}
    {%- do dbt_utils._is_relation(relation, 'nullcheck_table') -%}
    {%- do dbt_utils._is_ephemeral(relation, 'nullcheck_table') -%}
    select {{ dbt_utils.nullcheck(adapter.get_columns_in_relation(relation)) }} from {{ relation }}
{%- endmacro %}

{% macro get_url_host(field) -%}{{ return(adapter.dispatch('get_url_host', 'dbt_utils')(field)) }}{%- endmacro %}
{% macro default__get_url_host(field) -%}
    {%- set bare = namespace(sql=field) -%}
    {%- for scheme in ['android-app://', 'http://', 'https://'] -%}
        {%- set bare.sql = dbt.replace(bare.sql, "'" ~ scheme ~ "'", "''") -%}
    {%- endfor -%}
    {{ return(dbt.safe_cast(dbt.split_part(dbt.split_part(bare.sql, "'/'", 1), "'?'", 1), dbt.type_string())) }}
{%- endmacro %}

{% macro get_url_path(field) -%}{{ return(adapter.dispatch('get_url_path', 'dbt_utils')(field)) }}{%- endmacro %}
{% macro default__get_url_path(field) -%}
    {%- set bare = dbt.replace(dbt.replace(field, "'http://'", "''"), "'https://'", "''") -%}
    {%- set start = 'coalesce(nullif(' ~ dbt.position("'/'", bare) ~ ', 0), ' ~ dbt.position("'?'", bare) ~ ' - 1)' -%}
    {%- set path = dbt.right(bare, dbt.length(bare) ~ ' - ' ~ start) -%}
    {{ return(dbt.safe_cast(dbt.split_part(path, "'?'", 1), dbt.type_string())) }}
{%- endmacro %}

{% macro get_url_parameter(field, url_parameter) -%}
    {{ return(adapter.dispatch('get_url_parameter', 'dbt_utils')(field, url_parameter)) }}
{%- endmacro %}
{% macro default__get_url_parameter(field, url_parameter) -%}
    {%- set after = dbt.split_part(field, "'" ~ url_parameter ~ "='", 2) -%}
    nullif({{ dbt.split_part(after, "'&'", 1) }}, '')
{%- endmacro %}
