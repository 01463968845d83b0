-- code: M-FLAGONLY
-- headline: {n} {are} missing: groups were made of flags.
-- feedback: A flag says that a run begins, but all days that follow have a 0, in every run. What turns the flags into a number
--   that only one run has?
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
        cast({{ value }} is distinct from lag({{ value }}) over by_key as integer) as is_change

    from {{ days }}
    window by_key as (partition by {{ key }} order by {{ day }})

),

-- 2 how many have begun so far is the number of the run
numbered as (

    select
        *,
        is_change as run

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
