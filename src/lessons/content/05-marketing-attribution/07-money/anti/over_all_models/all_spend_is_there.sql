-- code: M-TOTAL
-- headline: "{n} survives: {first}."
-- feedback: One sum over all models lets them make up for each other. For which rows must the claim hold?
with

in_mart as (

    select sum(spend_usd) / count(distinct model) as spend_usd
    from {{ ref('marketing_channel_performance') }}

)

select in_mart.spend_usd
from in_mart
cross join (select sum(spend_usd) as spend_usd from {{ ref('int_campaigns__daily_performance') }}) as expected
where abs(in_mart.spend_usd - expected.spend_usd) > 0.01
