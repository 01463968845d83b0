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
            sum(cast(is_new as integer)) over (partition by device_id order by event_at) as session

        from (

            select
                device_id,
                event_at,
                event_at - lag(event_at) over (partition by device_id order by event_at)
                    > to_minutes({{ minutes }}) as is_new

            from {{ beats }}

        ) as flagged

    ) as numbered
    group by device_id, session

{% endmacro %}
