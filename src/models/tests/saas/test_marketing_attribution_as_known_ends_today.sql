-- What is known on as_of_date is what attribution says today, and what was known earlier never
-- exceeds it: conversions are not forgotten.
with

known as (

    select
        known_on,
        model,
        sum(conversions) as conversions,
        max(known_on) over () as last_day

    from {{ ref('marketing_attribution_as_known') }}
    group by known_on, model

),

today as (

    select
        model,
        sum(credit) as conversions

    from {{ ref('int_campaigns__attribution') }}
    where cast(converted_at as date) <= {{ as_of_date() }}
    group by model

)

select
    known.known_on,
    known.model,
    known.conversions,
    today.conversions as conversions_today

from known
inner join today on known.model = today.model
where known.conversions > today.conversions + 1e-4
    or (known.known_on = known.last_day and abs(known.conversions - today.conversions) > 1e-4)
    or known.last_day <> {{ as_of_date() }}
