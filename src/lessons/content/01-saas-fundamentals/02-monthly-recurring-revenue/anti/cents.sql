-- code: M-CENTS
-- headline: {n} {are} a hundred times too large.
-- feedback: amount_cents counts cents, MRR is in currency. Where do you change from the one to the other?
{% macro normalize_to_mrr(amount_cents, billing_interval, interval_count) -%}
    cast(round(
        {{ amount_cents }} / 1.0
        * case {{ billing_interval }}
            when 'day' then 365.0 / 12.0
            when 'week' then 52.0 / 12.0
            when 'month' then 1.0
            when 'year' then 1.0 / 12.0
        end
        / nullif({{ interval_count }}, 0)
    , 4) as decimal(18, 4))
{% endmacro %}
