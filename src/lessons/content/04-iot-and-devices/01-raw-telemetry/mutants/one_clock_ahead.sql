-- title: the clock of one tap is six minutes ahead
-- hint: Five minutes are allowed, six are not. Where do you draw the line?
-- relation: stg_app_database__tap_events
select * replace (
    case when device_id = max(device_id) over () then ingested_at + interval 6 minute else event_at end as event_at
)
from {{ ref('stg_app_database__tap_events') }}
where event_date >= cast('{{ var("as_of_date") }}' as date) - 1
