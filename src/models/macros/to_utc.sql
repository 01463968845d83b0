{#-
    A moment on the clocks of a state, as UTC; NULL for a state that is not known. A scalar that needs no join of its own.
    `states` and `transitions` are relations, or names of CTEs, with the columns of stg_reference__state_timezones and
    stg_reference__tz_transitions (their defaults). A staging model, which reads no other model, passes CTEs on its sources.

    Of an hour that clocks show twice the first is meant; an hour that they skip is read as if they had not been put forward. In
    both cases the offset from before the change decides.
-#}
{%- macro to_utc(state, ts, states=none, transitions=none) -%}
    ({{ ts }} - to_minutes((
        select arg_max(utc_offsets.offset_minutes, utc_offsets.utc_from)
        from (
            select
                zones.state,
                transitions.utc_from,
                transitions.offset_minutes,
                transitions.utc_from + to_minutes(greatest(
                    transitions.offset_minutes,
                    lag(transitions.offset_minutes) over (
                        partition by zones.state order by transitions.utc_from
                    )
                )) as local_from

            from {{ transitions or ref('stg_reference__tz_transitions') }} as transitions
            inner join {{ states or ref('stg_reference__state_timezones') }} as zones
                on transitions.timezone = zones.timezone
        ) as utc_offsets
        where utc_offsets.state = {{ state }}
            and utc_offsets.local_from <= {{ ts }}
    )))
{%- endmacro -%}
