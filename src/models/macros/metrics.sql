{#- Building blocks of the metrics layer: its days, and the step from wide tables to the long one. -#}

{#- The days that the metrics layer tells about, one row each: metric_date and the first day of its month. -#}
{%- macro metric_days(earlier_days=0) -%}
    select
        date_day as metric_date,
        month

    from {{ ref('int_calendar__date_spine') }}
    where date_day > {{ as_of_date() }} - {{ var('metrics_days') + earlier_days }}
        and date_day <= {{ as_of_date() }}
{%- endmacro -%}

{#-
    How long each key counts as active when a day of activity counts for `days` days: stretches that do not overlap, from_day to
    to_day. The keys whose stretch holds a day are those that were active in the window that ends with it, each once.
    `relation` holds one row per key and active day.
-#}
{%- macro active_stretches(relation, keys, day, days) -%}
    select
        {{ keys | join(', ') }},
        {{ day }} as from_day,
        least({{ day }} + {{ days - 1 }}, coalesce(
            lead({{ day }}) over (partition by {{ keys | join(', ') }} order by {{ day }}) - 1,
            {{ day }} + {{ days - 1 }}
        )) as to_day

    from {{ relation }}
{%- endmacro -%}

{#- A ratio as a number with six decimals; NULL when there is nothing to divide by. Give sums, never ratios. -#}
{%- macro metric_ratio(numerator, denominator) -%}
    round(cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0), 6)
{%- endmacro -%}

{#-
    A wide table of metrics as a long one: one row per value, NULL is left out. Columns that help to understand a metric and are none
    (the parts of a ratio, the ends of an interval) are told by how their names end. A table without entities is the company's.
-#}
{%- macro unpivot_metrics(model, domain, has_entities=true, where='true') -%}
    select
        metric_date,
        '{{ domain }}' as domain,
        metric_name,
        metric_value,
        {{ 'entity_type' if has_entities else "'company'" }} as entity_type,
        {{ 'entity_id' if has_entities else "'all'" }} as entity_id

    from (
        unpivot (
            select
                {{ 'metric_date, entity_type, entity_id' if has_entities else 'metric_date' }},
                cast(columns(
                    name -> name not in ('metric_date', 'entity_type', 'entity_id')
                    and not regexp_matches(name, '_(num|den|ci_low|ci_high)$')
                ) as double)

            from {{ model }}
            where {{ where }}
        )
        on columns(* exclude ({{ 'metric_date, entity_type, entity_id' if has_entities else 'metric_date' }}))
        into name metric_name value metric_value
    ) as long_form
{%- endmacro -%}
