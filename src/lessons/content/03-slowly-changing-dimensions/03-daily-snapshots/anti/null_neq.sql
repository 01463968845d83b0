-- code: M-NULLNEQ
-- headline: {n} {are} not noticed.
-- feedback: Before {key} there was no value, or after it there is none. NULL <> 'Starter' is unknown, not true, so no flag was
--   set. Which comparison treats NULL as a value?
{#
    Versions from copies of each day: one row for each key and run of days with the same value. A day without a copy goes on
    as the day before.

    days   a relation with one row for each key and day
    key    the column that says whose day it is
    day    the column with the day
    value  the attribute whose change makes a version
#}
{% macro versions_from_days(days, key, day, value) -%}
with

-- 1 does a run begin on this day?
flagged as (

    select
        {{ key }},
        {{ day }},
        {{ value }},
        case when {{ value }} <> lag({{ value }}) over by_key then 1 else 0 end as is_change

    from {{ days }}
    window by_key as (partition by {{ key }} order by {{ day }})

),

-- 2 how many have begun so far is the number of the run
numbered as (

    select
        *,
        sum(is_change) over (partition by {{ key }} order by {{ day }}) as run

    from flagged

),

-- 3 a run is a version
runs as (

    select
        {{ key }},
        {{ value }},
        min({{ day }}) as valid_from

    from numbered
    group by {{ key }}, {{ value }}, run

)

select
    {{ key }},
    {{ value }},
    valid_from,
    lead(valid_from) over (partition by {{ key }} order by valid_from) as valid_to

from runs
{%- endmacro -%}
