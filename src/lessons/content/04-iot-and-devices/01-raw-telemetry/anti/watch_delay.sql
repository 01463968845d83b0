-- code: M-LATE
-- headline: The test objects to messages that are only late.
-- feedback: The distance of the two times says nothing about its direction. A tap without network sends hours later, and that is
--   sound. Which of the two times may not be the greater one?
select *
from {{ ref('stg_app_database__tap_events') }}
where abs(date_diff('minute', event_at, ingested_at)) > 5
