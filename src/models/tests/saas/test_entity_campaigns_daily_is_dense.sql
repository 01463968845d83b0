-- A campaign's days have no gap, so that seven rows are seven days.
select
    campaign_key,
    count(*) as days,
    max(date_day) - min(date_day) + 1 as days_expected

from {{ ref('entity_campaigns_daily') }}
group by campaign_key
having days <> days_expected
