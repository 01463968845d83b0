-- Returns the messages that are wrong.
select *
from {{ ref('stg_app_database__tap_events') }}
where event_at > ingested_at + interval 5 minute
