{#- What a recurring price is worth in one month, in currency units. -#}
{%- macro normalize_to_mrr(amount_cents, billing_interval, interval_count) -%}
    cast(round(
        {{ amount_cents }} / 100.0
        * case {{ billing_interval }}
            when 'day' then 365.0 / 12.0
            when 'week' then 4.0
            when 'month' then 1.0
            when 'year' then 1.0 / 12.0
        end
    , 4) as decimal(18, 4))
{%- endmacro -%}
