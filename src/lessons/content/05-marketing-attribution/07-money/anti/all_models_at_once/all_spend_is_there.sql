-- code: M-MODELS
-- headline: The test objects to sound data.
-- feedback: The mart shows the same spend once for each model, so its sum over all rows is several times what was spent. Over which rows may it be added up?
select in_mart.spend_usd
from (select sum(spend_usd) as spend_usd from {{ ref('marketing_channel_performance') }}) as in_mart
cross join (select sum(spend_usd) as spend_usd from {{ ref('int_campaigns__daily_performance') }}) as expected
where in_mart.spend_usd <> expected.spend_usd
