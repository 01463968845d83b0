-- One row per quarter end and channel: what was known on that day.
{{ config(materialized='table') }}

with

-- 1 the last day of each quarter
known_days as (

    select max(date_day) as known_on
    from {{ ref('int_calendar__date_spine') }}
    group by quarter

),

-- 2 what each channel was credited with, and when
credits as (

    select
        customer_id,
        channel,
        credit,
        cast(converted_at as date) as converted_on

    from {{ ref('int_campaigns__attribution') }}
    where model = 'linear'

),

-- 3 who paid on the day, by the version of the customer that was valid on it
paying as (

    select
        known_days.known_on,
        versions.customer_id

    from known_days
    inner join {{ ref('entity_customers_history') }} as versions
        on versions.valid_from <= known_days.known_on
        and (known_days.known_on < versions.valid_to or versions.valid_to is null)
    where versions.monthly_recurring_revenue > 0

),

-- 4 what had happened by the day
final as (

    select
        known_days.known_on,
        credits.channel,
        round(sum(credits.credit), 9) as conversions,
        round(coalesce(sum(credits.credit) filter (where paying.customer_id is not null), 0), 9) as still_paying

    from known_days
    inner join credits on credits.converted_on <= known_days.known_on
    left join paying
        on credits.customer_id = paying.customer_id
        and known_days.known_on = paying.known_on
    group by known_days.known_on, credits.channel

)

select * from final
