-- One row for each channel. So far weights are added up; they are no credits.
with

weighed as (

    select
        conversion_id,
        channel,
        power(2, -coalesce(days_before, 0) / {{ half_life }}) as weight

    from {{ ref('int_marketing__journeys') }}
    where converted

)

select
    channel,
    sum(weight) as conversions

from weighed
group by channel
