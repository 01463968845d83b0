with

-- 1 the different channels of each journey with a sale
journey_channels as (

    select distinct
        journey_id,
        channel

    from {{ ref('int_marketing__journeys') }}
    where converted
        and n_touches > 0

),

-- 2 its sale in equal shares
shares as (

    select
        channel,
        1.0 / count(*) over (partition by journey_id) as share

    from journey_channels

),

-- 3 all shares of a channel
final as (

    select
        channel,
        sum(share) as channel_value

    from shares
    group by channel

)

select * from final
