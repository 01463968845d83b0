-- The methods share out what there was: Markov and Shapley by count all conversions with a
-- touch, Shapley by rate the rate of conversion; and the shares of a method sum to 1.
with

observed as (

    select
        count(distinct journey_id) as journeys,
        count(distinct journey_id) filter (where converted) as conversions

    from {{ ref('int_marketing__journeys') }}
    where n_touches > 0

),

totals as (

    select
        method,
        sum(channel_value) as channel_value,
        sum(share) as share

    from {{ ref('int_marketing__channel_values') }}
    group by method

)

select
    totals.method,
    totals.channel_value,
    totals.share

from totals
cross join observed
where abs(totals.share - 1) > 1e-9
    or abs(
        totals.channel_value
        - case totals.method
            when 'shapley_rate' then cast(observed.conversions as double) / observed.journeys
            else observed.conversions
        end
    ) > 1e-6
