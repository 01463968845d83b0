-- code: M-BETWEEN
-- headline: {n} {are} counted twice.
-- feedback: A customer of {key} changed on the quarter end itself, and two of its versions match. Does BETWEEN include its upper end?
{{ config(materialized='table') }}

with

known_days as (

    select max(date_day) as known_on
    from {{ ref('int_calendar__date_spine') }}
    group by quarter

),

credits as (

    select
        customer_id,
        channel,
        credit,
        cast(converted_at as date) as converted_on

    from {{ ref('int_campaigns__attribution') }}
    where model = 'linear'

),

final as (

    select
        known_days.known_on,
        credits.channel,
        round(sum(credits.credit), 9) as conversions,
        round(coalesce(sum(credits.credit) filter (where versions.monthly_recurring_revenue > 0), 0), 9) as still_paying

    from known_days
    inner join credits on credits.converted_on <= known_days.known_on
    left join {{ ref('entity_customers_history') }} as versions
        on credits.customer_id = versions.customer_id
        and known_days.known_on between versions.valid_from and coalesce(versions.valid_to, date '9999-12-31')
    group by known_days.known_on, credits.channel

)

select * from final
