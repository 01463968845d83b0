-- code: M-ZERO
-- headline: {n} {are} given a number although the count is zero or missing.
-- feedback: For {key} nobody knows how many months the price covers. You took it for one interval. What says "not known" in SQL?
{% macro normalize_to_mrr(amount_cents, billing_interval, interval_count) -%}
    cast(round(
        {{ amount_cents }} / 100.0
        * case {{ billing_interval }}
            when 'day' then 365.0 / 12.0
            when 'week' then 52.0 / 12.0
            when 'month' then 1.0
            when 'year' then 1.0 / 12.0
        end
        / greatest(1, coalesce({{ interval_count }}, 1))
    , 4) as decimal(18, 4))
{% endmacro %}
