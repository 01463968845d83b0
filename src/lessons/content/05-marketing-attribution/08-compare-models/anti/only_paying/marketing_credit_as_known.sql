-- code: M-INNERLOSS
-- headline: {n} {are} missing or too low: those who left are gone from conversions, too.
-- feedback: A conversion of {key} remains one when its customer leaves later. Which of the two numbers may forget it?
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
    inner join {{ ref('entity_customers_history') }} as versions
        on credits.customer_id = versions.customer_id
        and versions.valid_from <= known_days.known_on
        and (known_days.known_on < versions.valid_to or versions.valid_to is null)
        and versions.monthly_recurring_revenue > 0
    group by known_days.known_on, credits.channel

)

select * from final
