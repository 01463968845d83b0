-- code: M-LOOKBACK
-- headline: {n} {are} too low: some batches were not visible yet at the last load.
-- feedback: The newest arrival that you have does not prove that you have all before it. A batch of {key} was stamped earlier and
--   written later. How far must you look back to be safe?
{#- The table of hours as it is after one more load. `loaded` is the table so far, `messages` all messages that are there now. -#}
{% macro load_hours(loaded, messages) %}

    with

    -- 1 which hours do new messages touch?
    touched as (

        select distinct date_trunc('hour', event_at) as hour_ts
        from {{ messages }}
        where ingested_at > (select max(ingested_at) from {{ loaded }})

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
