{#- An amount of another currency in US dollars, to the cent. `usd_rate` is what one unit was worth on the day; NULL without a rate. -#}
{%- macro in_usd(amount, usd_rate) -%}
    cast(round(({{ amount }}) * {{ usd_rate }}, 2) as decimal(14, 2))
{%- endmacro -%}
