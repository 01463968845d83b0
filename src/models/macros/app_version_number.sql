{#- A version like '4.10.2' as a number that sorts as versions do: major and minor, 4010. NULL where there is none. -#}
{%- macro app_version_number(version) -%}
    (
        try_cast(split_part({{ version }}, '.', 1) as integer) * 1000
        + coalesce(try_cast(nullif(split_part({{ version }}, '.', 2), '') as integer), 0)
    )
{%- endmacro -%}
