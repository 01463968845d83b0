-- code: M-STRICT
-- headline: The test objects to clocks that are allowed.
-- feedback: A clock that is four minutes ahead is sound by the task, and your test returns its messages. From how many minutes on is
--   it wrong?
select *
from {{ ref('stg_app_database__tap_events') }}
where event_at > ingested_at
