-- One row for each channel.
with

-- 1 the weight of each touch; a conversion without one has a row that weighs 1
weighed as (

    select
        conversion_id,
        channel,
        power(2, -coalesce(days_before, 0) / {{ half_life }}) as weight

    from {{ ref('int_marketing__journeys') }}
    where converted

),

-- 2 weights of a conversion become credits, which sum to 1
credited as (

    select
        conversion_id,
        channel,
        weight / sum(weight) over (partition by conversion_id) as credit

    from weighed

)

-- 3 what each channel gets
select
    channel,
    sum(credit) as conversions

from credited
group by channel
