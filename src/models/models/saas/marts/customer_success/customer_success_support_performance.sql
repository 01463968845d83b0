-- One row per week and priority: how many tickets came in that week, and how well they were
-- served. Weeks without a ticket are there, with a count of 0.
{{ config(tags=['pattern:statistics', 'pattern:spine']) }}

with

tickets as (

    select
        *,
        cast(date_trunc('week', created_at) as date) as week

    from {{ ref('int_support__ticket_sla') }}

),

weeks as (

    select distinct week from {{ ref('int_calendar__date_spine') }}
    where week >= (select min(week) from tickets)

),

priorities as (

    select distinct priority from tickets

),

measured as (

    select
        week,
        priority,
        count(*) as tickets,
        count(*) filter (where not is_open) as resolved,
        median(first_response_hours) as median_first_response_hours,
        median(resolution_hours) as median_resolution_hours,
        count(*) filter (where sla_status = 'Met') as met,
        count(*) filter (where sla_status in ('Met', 'Breached')) as decided,
        avg(csat_score) as csat_avg

    from tickets
    group by week, priority

),

final as (

    select
        priorities.priority,
        coalesce(measured.tickets, 0) as tickets,
        coalesce(measured.resolved, 0) as resolved,
        cast(measured.median_first_response_hours as decimal(10, 2)) as median_first_response_hours,
        cast(measured.median_resolution_hours as decimal(10, 2)) as median_resolution_hours,
        cast({{ safe_divide('measured.met', 'measured.decided') }} as decimal(5, 4)) as sla_met_rate,
        cast(measured.csat_avg as decimal(3, 2)) as csat_avg,
        weeks.week

    from weeks
    cross join priorities
    left join measured
        on weeks.week = measured.week
        and priorities.priority = measured.priority

)

select * from final
