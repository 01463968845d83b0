-- code: M-GROUPVAL
-- headline: {n} {are} missing, and others last too long.
-- feedback: {key} is a value that comes back. All days with the same value are one group here, whatever lay between them. What
--   tells the second time from the first?
{#
    Versions from copies of each day: one row for each key and run of days with the same value. A day without a copy goes on
    as the day before.

    days   a relation with one row for each key and day
    key    the column that says whose day it is
    day    the column with the day
    value  the attribute whose change makes a version
#}
{% macro versions_from_days(days, key, day, value) -%}
-- One row for each key and value. What happens when a value comes back?
with

runs as (

    select
        {{ key }},
        {{ value }},
        min({{ day }}) as valid_from

    from {{ days }}
    group by {{ key }}, {{ value }}

)

select
    {{ key }},
    {{ value }},
    valid_from,
    lead(valid_from) over (partition by {{ key }} order by valid_from) as valid_to

from runs
{%- endmacro -%}
