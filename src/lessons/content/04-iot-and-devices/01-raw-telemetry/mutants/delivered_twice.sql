-- title: one message stands there twice
-- hint: Which generic test says that a key appears once?
-- relation: stg_app_database__tap_events
with

last_days as (

    select *, row_number() over (order by event_id) as ordinal
    from {{ ref('stg_app_database__tap_events') }}
    where event_date >= cast('{{ var("as_of_date") }}' as date) - 1

)

select * exclude (ordinal) from last_days
union all
select * exclude (ordinal) replace (ingested_at + interval 7 hour as ingested_at) from last_days where ordinal = 1
