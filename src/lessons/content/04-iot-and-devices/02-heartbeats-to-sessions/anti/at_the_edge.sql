-- code: M-BOUNDARY
-- headline: {n} {are} cut where the gap is exactly as long as the threshold.
-- feedback: A gap has to be longer than the threshold, and before {key} it is just as long. Which comparison leaves the edge out?
{#- Beats -> one row for each session: beats of a device whose gaps are not longer than `minutes`. -#}
{% macro beat_sessions(beats, minutes) %}

    select
        device_id,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        count(*) as beats

    from (

        select
            device_id,
            event_at,
            sum(case when is_new then 1 else 0 end) over (partition by device_id order by event_at) as session

        from (

            select
                device_id,
                event_at,
                event_at - lag(event_at) over (partition by device_id order by event_at)
                    >= to_minutes({{ minutes }}) as is_new

            from {{ beats }}

        ) as flagged

    ) as numbered
    group by device_id, session

{% endmacro %}
