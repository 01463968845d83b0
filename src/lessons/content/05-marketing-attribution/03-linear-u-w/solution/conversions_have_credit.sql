-- Conversions without credit, by one of the models.
select
    models.model,
    conversions.conversion_id

from {{ ref('int_marketing__conversions') }} as conversions
cross join (select distinct model from {{ ref('int_campaigns__attribution') }}) as models
left join {{ ref('int_campaigns__attribution') }} as attribution
    on conversions.conversion_id = attribution.conversion_id
    and models.model = attribution.model
where attribution.conversion_id is null
