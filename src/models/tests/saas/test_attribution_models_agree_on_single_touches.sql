-- Where there is one touch, or none, no rule can disagree: all models give it the whole credit.
select
    attribution.model,
    attribution.conversion_id,
    attribution.credit

from {{ ref('int_campaigns__attribution') }} as attribution
inner join {{ ref('int_marketing__journeys') }} as journeys
    on attribution.conversion_id = journeys.conversion_id
    and attribution.touch_id = journeys.touch_id
where journeys.n_touches <= 1
    and attribution.credit <> 1
