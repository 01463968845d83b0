-- title: very late messages, and clocks a little ahead
-- relation: stg_app_database__tap_events
select * replace (
    case
        when event_id % 3 = 0 then event_at + interval 36 hour
        when event_id % 3 = 1 then event_at - interval 4 minute
        else ingested_at
    end as ingested_at
)
from {{ ref('stg_app_database__tap_events') }}
where event_date >= cast('{{ var("as_of_date") }}' as date) - 1
