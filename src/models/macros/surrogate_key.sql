{#- One text key from several columns: md5 of their texts, joined by "|". NULL becomes the empty text. -#}
{%- macro surrogate_key(columns) -%}
    md5(
        {%- for column in columns -%}
        {{ " || '|' || " if not loop.first }}coalesce(cast({{ column }} as varchar), '')
        {%- endfor -%}
    )
{%- endmacro -%}
