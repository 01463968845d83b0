-- code: M-LATE
-- headline: {n} {are} too low: some messages were later than you look back.
-- feedback: Looking back some hours by event_at finds what is a little late. A message of {key} was later than that, and the next one
--   will be later still. Which time has no such limit?
{#- The table of hours as it is after one more load. `loaded` is the table so far, `messages` all messages that are there now. -#}
{% macro load_hours(loaded, messages) %}

    with

    -- 1 which hours do new messages touch?
    touched as (

        select distinct date_trunc('hour', event_at) as hour_ts
        from {{ messages }}
        where event_at > (select max(hour_ts) - interval 6 hour from {{ loaded }})

    ),

    -- 2 make these hours anew, from all their messages
    remade as (

        select
            date_trunc('hour', event_at) as hour_ts,
            count(*) as messages,
            max(ingested_at) as ingested_at

        from {{ messages }}
        where date_trunc('hour', event_at) in (select hour_ts from touched)
        group by date_trunc('hour', event_at)

    )

    -- 3 put them in the place of what was there
    select hour_ts, messages, ingested_at
    from {{ loaded }}
    where hour_ts not in (select hour_ts from touched)

    union all

    select hour_ts, messages, ingested_at from remade

{% endmacro %}
