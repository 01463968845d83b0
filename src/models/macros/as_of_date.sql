{#- The project's "today": the last day that the data cover. Every window ends with it, inclusive. -#}
{%- macro as_of_date() -%}
    cast('{{ var("as_of_date") }}' as date)
{%- endmacro -%}

{#- When the staging layer was read, for the column _stg_loaded_at: the as-of date, so that two builds of the same data agree. -#}
{%- macro stg_loaded_at() -%}
    cast('{{ var("as_of_date") }}' as timestamp)
{%- endmacro -%}
