-- code: M-FUTURE
-- headline: {n} {are} there before they happened.
-- feedback: On the day of {key} some of these conversions lay in the future. What could the board know?
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
    inner join credits on credits.converted_on is not null
    left join {{ ref('entity_customers_history') }} as versions
        on credits.customer_id = versions.customer_id
        and versions.valid_from <= known_days.known_on
        and (known_days.known_on < versions.valid_to or versions.valid_to is null)
    group by known_days.known_on, credits.channel

)

select * from final
