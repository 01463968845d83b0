{#-
    What is wrong with a row, as a bit set: condition 1 counts 1, condition 2 counts 2, condition 3 counts 4 … and 0 is a clean
    row. A condition that is NULL counts as not met. Read one bit with `dq_flags & 2 > 0`.
-#}
{%- macro dq_flags(conditions) -%}
    cast(
        {%- for condition in conditions %}
        {{ '+ ' if not loop.first }}case when {{ condition }} then {{ 2 ** loop.index0 }} else 0 end
        {%- endfor %}
        as integer
    )
{%- endmacro -%}
