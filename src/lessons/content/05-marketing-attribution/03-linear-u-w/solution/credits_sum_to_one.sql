-- Conversions whose credits do not sum to 1, by one of the models.
select
    model,
    conversion_id,
    sum(credit) as credit

from {{ ref('int_campaigns__attribution') }}
group by model, conversion_id
having abs(sum(credit) - 1) > 0.000001
