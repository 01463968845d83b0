{#-
    The rows that an incremental run has to read again: everything from `days` days before the newest row that the table
    already holds. `days` is 0 or more; records arrive up to `late_arrival_days` late, so that is the default.
-#}
{%- macro incremental_lookback(date_column, days=none, table_column='date_day') -%}
    {{ date_column }} >= (
        select coalesce(max({{ table_column }}), cast('{{ var("start_date") }}' as date)) from {{ this }}
    ) - {{ var('late_arrival_days') if days is none else days }}
{%- endmacro -%}
