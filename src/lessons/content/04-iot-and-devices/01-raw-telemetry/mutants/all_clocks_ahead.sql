-- title: the device times are an hour ahead, as if local time had been stored
-- hint: Compare event_at with ingested_at. Which may not be the greater one?
-- relation: stg_app_database__tap_events
select * replace (event_at + interval 1 hour as event_at)
from {{ ref('stg_app_database__tap_events') }}
where event_date >= cast('{{ var("as_of_date") }}' as date) - 1
