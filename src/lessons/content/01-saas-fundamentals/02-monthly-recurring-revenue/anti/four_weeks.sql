-- code: M-WEEKS
-- headline: A week's price is too low by one part in thirteen.
-- feedback: Four weeks a month make 48 a year, and a year has 52. How many weeks has a month on average?
{% macro normalize_to_mrr(amount_cents, billing_interval, interval_count) -%}
    cast(round(
        {{ amount_cents }} / 100.0
        * case {{ billing_interval }}
            when 'day' then 365.0 / 12.0
            when 'week' then 4.0
            when 'month' then 1.0
            when 'year' then 1.0 / 12.0
        end
        / nullif({{ interval_count }}, 0)
    , 4) as decimal(18, 4))
{% endmacro %}
