-- title: one message has lost its device
-- hint: Which column must always be filled, so that a message belongs to something?
-- relation: stg_app_database__tap_events
select * replace (case when row_number() over (order by event_id) > 1 then device_id end as device_id)
from {{ ref('stg_app_database__tap_events') }}
where event_date >= cast('{{ var("as_of_date") }}' as date) - 1
