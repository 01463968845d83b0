-- One row per ticket of the support desk: how long the first answer and the solution took on
-- the clock that its priority promises, and whether the promise was kept.
{{ config(tags=['pattern:asof']) }}

{%- set opens = var('support_opens_hour') * 3600 -%}
{%- set working_day = (var('support_closes_hour') - var('support_opens_hour')) * 3600 %}

with

tickets as (

    select * from {{ ref('stg_app_database__support_tickets') }}

),

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

locations as (

    select * from {{ ref('stg_app_database__locations') }}

),

state_timezones as (

    select * from {{ ref('stg_reference__state_timezones') }}

),

tz_transitions as (

    select * from {{ ref('stg_reference__tz_transitions') }}

),

hubspot_tickets as (

    select * from {{ ref('stg_hubspot__tickets') }}
    where not is_deleted

),

customer_map as (

    select * from {{ ref('int_identity__customer_map') }}

),

-- The spine and a day at each end, since local dates are a day off at times.
calendar as (

    select date_day from {{ ref('int_calendar__date_spine') }}

    union all

    select min(date_day) - 1 from {{ ref('int_calendar__date_spine') }}

    union all

    select max(date_day) + 1 from {{ ref('int_calendar__date_spine') }}

),

countries as (

    select distinct country from state_timezones

),

-- Per country and day: is it worked on, and how many days were worked on before.
working_days as (

    select
        countries.country,
        calendar.date_day,
        isodow(calendar.date_day) <= 5 and holidays.date_day is null as is_working_day,
        count(*) filter (where isodow(calendar.date_day) <= 5 and holidays.date_day is null) over (
            partition by countries.country
            order by calendar.date_day
            rows between unbounded preceding and 1 preceding
        ) as working_days_before

    from calendar
    cross join countries
    left join {{ ref('stg_reference__calendar_holidays') }} as holidays
        on calendar.date_day = holidays.date_day
        and countries.country = holidays.country

),

-- The clock of the place that the ticket is about, else that of the account.
ticket_places as (

    select
        tickets.*,
        coalesce(state_timezones.timezone, accounts.timezone, '{{ var("support_home_timezone") }}') as timezone,
        coalesce(state_timezones.country, accounts.country, '{{ var("home_country") }}') as country,
        tickets.priority in ('{{ var("support_round_the_clock") | join("', '") }}') as is_round_the_clock,
        case tickets.priority
            {%- for priority, hours in var('support_response_hours').items() %}
            when '{{ priority }}' then {{ hours }}
            {%- endfor %}
        end as sla_target_hours

    from tickets
    left join locations on tickets.location_id = locations.location_id
    left join state_timezones on locations.state = state_timezones.state
    left join accounts on tickets.customer_id = accounts.customer_id

),

moments as (

    select ticket_id, timezone, country, 'created' as moment, created_at as happened_at
    from ticket_places

    union all

    select ticket_id, timezone, country, 'answered' as moment, first_response_at as happened_at
    from ticket_places
    where first_response_at is not null

    union all

    select ticket_id, timezone, country, 'settled' as moment, resolved_at as happened_at
    from ticket_places
    where resolved_at is not null

    union all

    select ticket_id, timezone, country, 'now' as moment, {{ as_of_timestamp() }} as happened_at
    from ticket_places
    where resolved_at is null

),

local_moments as (

    select
        moments.*,
        moments.happened_at + to_minutes(coalesce(tz_transitions.offset_minutes, 0)) as local_at

    from moments
    asof left join tz_transitions
        on moments.timezone = tz_transitions.timezone
        and moments.happened_at >= tz_transitions.utc_from

),

-- Seconds worked since the calendar began: whole days before, and what of this day has gone by.
counted_moments as (

    select
        local_moments.ticket_id,
        local_moments.moment,
        epoch(local_moments.happened_at) as clock_seconds,
        working_days.working_days_before * {{ working_day }}
        + case when working_days.is_working_day
            then least({{ working_day }}, greatest(0,
                date_diff('second', cast(cast(local_moments.local_at as date) as timestamp), local_moments.local_at)
                - {{ opens }}
            ))
            else 0
        end as working_seconds

    from local_moments
    inner join working_days
        on cast(local_moments.local_at as date) = working_days.date_day
        and local_moments.country = working_days.country

),

ticket_seconds as (

    select
        ticket_places.ticket_id,
        max(seconds) filter (where moment = 'created') as created_seconds,
        max(seconds) filter (where moment = 'answered') as answered_seconds,
        max(seconds) filter (where moment = 'settled') as settled_seconds,
        max(seconds) filter (where moment = 'now') as now_seconds

    from ticket_places
    inner join (
        select
            counted_moments.ticket_id,
            counted_moments.moment,
            case when ticket_places.is_round_the_clock
                then counted_moments.clock_seconds
                else counted_moments.working_seconds
            end as seconds

        from counted_moments
        inner join ticket_places on counted_moments.ticket_id = ticket_places.ticket_id
    ) as counted on ticket_places.ticket_id = counted.ticket_id
    group by ticket_places.ticket_id

),

-- HubSpot's copies, found by who wrote what and when; they do not name the original. Of several
-- originals of the same minute a copy belongs to the one that ended as it did.
copies as (

    select
        ticket_places.ticket_id,
        hubspot_tickets.ticket_id as hubspot_ticket_id,
        ticket_places.first_response_at is not distinct from hubspot_tickets.first_reply_at
            and ticket_places.resolved_at is not distinct from hubspot_tickets.closed_at as is_alike

    from hubspot_tickets
    inner join customer_map on hubspot_tickets.company_id = customer_map.company_id
    inner join ticket_places
        on customer_map.customer_id = ticket_places.customer_id
        and hubspot_tickets.subject = ticket_places.subject
        and hubspot_tickets.created_at = ticket_places.created_at
    qualify row_number() over (
        partition by ticket_places.ticket_id order by is_alike desc, hubspot_tickets.ticket_id
    ) = 1
        and row_number() over (
            partition by hubspot_tickets.ticket_id order by is_alike desc, ticket_places.ticket_id
        ) = 1

),

durations as (

    select
        ticket_places.*,
        copies.hubspot_ticket_id,
        (ticket_seconds.answered_seconds - ticket_seconds.created_seconds) / 3600.0 as first_response_hours,
        (ticket_seconds.settled_seconds - ticket_seconds.created_seconds) / 3600.0 as resolution_hours,
        -- What is settled without an answer was answered by that.
        coalesce(ticket_places.first_response_at, ticket_places.resolved_at) is not null as is_answered,
        (
            coalesce(
                ticket_seconds.answered_seconds, ticket_seconds.settled_seconds, ticket_seconds.now_seconds
            )
            - ticket_seconds.created_seconds
        ) / 3600.0 as hours_to_answer

    from ticket_places
    left join ticket_seconds on ticket_places.ticket_id = ticket_seconds.ticket_id
    left join copies on ticket_places.ticket_id = copies.ticket_id

),

final as (

    select
        ticket_id,
        customer_id,
        location_id,
        hubspot_ticket_id,
        priority,
        case
            when hours_to_answer > sla_target_hours then 'Breached'
            when is_answered then 'Met'
            when hours_to_answer >= {{ var('support_at_risk_from') }} * sla_target_hours then 'At risk'
            else 'Pending'
        end as sla_status,
        cast(first_response_hours as decimal(10, 4)) as first_response_hours,
        cast(resolution_hours as decimal(10, 4)) as resolution_hours,
        cast(sla_target_hours as decimal(10, 2)) as sla_target_hours,
        csat_score,
        resolved_at is null as is_open,
        reopened_count > 0 as is_reopened,
        created_at,
        first_response_at,
        resolved_at

    from durations

)

select * from final
