{#-
    The body of a CTE: from days with activity, the stretches of days on which each `key` counts as active, that is until `days`
    days after its last activity, with first_day and last_day. Stretches of a key do not overlap, so that a day counts it once.
-#}
{%- macro active_spans(relation, keys, day_column, days) -%}
    select
        {{ keys | join(',\n        ') }},
        {{ day_column }} as first_day,
        least(
            {{ day_column }} + {{ days }},
            coalesce(
                lead({{ day_column }}) over (partition by {{ keys | join(', ') }} order by {{ day_column }}) - 1,
                {{ day_column }} + {{ days }}
            )
        ) as last_day

    from {{ relation }}
{%- endmacro -%}

{#-
    The body of a CTE: stretches from first_day to last_day become +1 on the day on which one begins and -1 on the day after its
    end. Summed up by day they say how many run. Cheaper than a row per stretch and day.
-#}
{%- macro span_changes(spans, keys) -%}
    select {{ keys | join(', ') }}, first_day as date_day, 1 as change from {{ spans }}
    union all
    select {{ keys | join(', ') }}, last_day + 1 as date_day, -1 as change from {{ spans }}
{%- endmacro -%}
