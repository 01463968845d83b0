-- One row per quarter end and channel: what was known on that day.
-- So far it shows all conversions, as if each quarter end had known the future.
select
    known_days.known_on,
    credits.channel,
    sum(credits.credit) as conversions,
    0 as still_paying

from (select max(date_day) as known_on from {{ ref('int_calendar__date_spine') }} group by quarter) as known_days
cross join {{ ref('int_campaigns__attribution') }} as credits
where credits.model = 'linear'
group by known_days.known_on, credits.channel
