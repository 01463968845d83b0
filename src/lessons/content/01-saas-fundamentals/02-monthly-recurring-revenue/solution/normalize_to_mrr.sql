{#- What a recurring price is worth in one month, in currency units. An interval that is not known gives NULL, never a guess. -#}
{%- macro normalize_to_mrr(amount_cents, billing_interval, interval_count) -%}
    cast(round(
        -- 1 cents to currency
        {{ amount_cents }} / 100.0
        -- 2 intervals in a month
        * case {{ billing_interval }}
            when 'day' then 365.0 / 12.0
            when 'week' then 52.0 / 12.0
            when 'month' then 1.0
            when 'year' then 1.0 / 12.0
        end
        -- 3 over the intervals that one price covers
        / nullif({{ interval_count }}, 0)
    , 4) as decimal(18, 4))
{%- endmacro -%}
