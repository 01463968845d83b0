-- title: on both edges, today and tomorrow
-- relation: int_users__core
select users.* replace (cast(given.user_id as integer) as user_id)
from (values (9001), (9002), (9003), (9004)) as given (user_id)
cross join (select * from {{ ref('int_users__core') }} limit 1) as users
-- relation: stg_app_database__user_sessions
-- 9001: on both sides of every edge. 9002: this evening. 9003: only tomorrow. 9004: never.
select sessions.* replace (
    cast(row_number() over (order by given.user_id, given.days_ago) as integer) as session_id,
    cast(given.user_id as integer) as user_id,
    cast('{{ var("as_of_date") }}' as date) - cast(given.days_ago as integer) + interval 1290 minute as started_at
)
from (values
    (9001, -1), (9001, 6), (9001, 7), (9001, 29), (9001, 30), (9001, 89), (9001, 90),
    (9002, 0), (9002, 0),
    (9003, -1)
) as given (user_id, days_ago)
cross join (select * from {{ ref('stg_app_database__user_sessions') }} limit 1) as sessions
