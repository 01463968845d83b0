-- code: M-GRAIN
-- headline: {n} lives: {first}.
-- feedback: The conversion has credit by other models, so your join finds it. A row can be missing for one model only. Which pairs
--   should exist?
select conversions.conversion_id
from {{ ref('int_marketing__conversions') }} as conversions
left join {{ ref('int_campaigns__attribution') }} as attribution
    on conversions.conversion_id = attribution.conversion_id
where attribution.conversion_id is null
