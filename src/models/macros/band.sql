{#-
    Sorts a number into named bands. `bands` lists [name, lower bound] from the highest down; a value belongs to the first band
    whose bound it reaches (the bound itself is inside), else to `otherwise`. NULL stays NULL.
-#}
{%- macro band(value, bands, otherwise) -%}
    case
        when {{ value }} is null then null
        {%- for name, bound in bands %}
        when {{ value }} >= {{ bound }} then '{{ name }}'
        {%- endfor %}
        else '{{ otherwise }}'
    end
{%- endmacro -%}
