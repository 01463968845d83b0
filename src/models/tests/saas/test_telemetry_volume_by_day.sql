-- A slice of the telemetry that did not arrive shows as a state on a day with fewer than half
-- the reports of the days around it. The loader is known to have missed Colorado for two days.
{{ config(severity='warn') }}

with

reports as (

    select
        locations.state,
        telemetry.date_day,
        count(*) as reports

    from {{ ref('stg_app_database__device_telemetry_daily') }} as telemetry
    inner join {{ ref('stg_app_database__devices') }} as devices on telemetry.device_id = devices.device_id
    inner join {{ ref('stg_app_database__locations') }} as locations on devices.location_id = locations.location_id
    group by locations.state, telemetry.date_day

),

days as (

    select
        states.state,
        date_spine.date_day,
        coalesce(reports.reports, 0) as reports,
        avg(coalesce(reports.reports, 0)) over (
            partition by states.state order by date_spine.date_day
            rows between 7 preceding and 1 preceding
        ) as reports_before,
        -- A customer who leaves takes its reports away for good: the days after tell. Today has none.
        avg(coalesce(reports.reports, 0)) over (
            partition by states.state order by date_spine.date_day
            rows between 1 following and 7 following
        ) as reports_after

    from (select distinct state from reports) as states
    inner join {{ ref('int_calendar__date_spine') }} as date_spine
        on date_spine.date_day >= (select min(date_day) from reports)
    left join reports
        on states.state = reports.state
        and date_spine.date_day = reports.date_day

)

select * from days
where reports_before >= 4
    and reports < reports_before / 2
    and coalesce(reports < reports_after / 2, true)
