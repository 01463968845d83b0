{#- Dates of partitions, worked out while the template renders. -#}

{% macro convert_datetime(date_str, date_fmt) -%}
    {{ return(try_or_compiler_error(
        'The date "' ~ date_str ~ '" is not written as "' ~ date_fmt ~ '".',
        modules.datetime.datetime.strptime, date_str.strip(), date_fmt)) }}
{%- endmacro %}

{#- Each day from the first to the last, as text; as datetimes when `out_fmt` is empty. -#}
{% macro dates_in_range(start_date_str, end_date_str=none, in_fmt='%Y%m%d', out_fmt='%Y%m%d') -%}
    {%- set first = convert_datetime(start_date_str, in_fmt) -%}
    {%- set last = first if end_date_str is none else convert_datetime(end_date_str, in_fmt) -%}
    {%- if last < first -%}
        {%- do exceptions.raise_compiler_error('The range of partitions starts at ' ~ first ~ ', after its end ' ~ last ~ '.') -%}
    {%- endif -%}
    {%- set dates = [] -%}
    {%- for day in range((last - first).days + 1) -%}
        {%- set date = first + modules.datetime.timedelta(days=day) -%}
        {%- do dates.append(date.strftime(out_fmt) if out_fmt else date) -%}
    {%- endfor -%}
    {{ return(dates) }}
{%- endmacro %}

{#- `20240101` or `20240101,20240131`. -#}
{% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') -%}
    {%- set parts = (raw_partition_date | string).split(',') -%}
    {%- if parts | length > 2 -%}
        {%- do exceptions.raise_compiler_error(
            'Partitions are written "first" or "first,last", not "' ~ raw_partition_date ~ '".') -%}
    {%- endif -%}
    {{ return(dates_in_range(parts[0], parts[1] if parts | length == 2 else none, in_fmt=date_fmt)) }}
{%- endmacro %}

{% macro py_current_timestring() -%}
    {{ return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) }}
{%- endmacro %}
