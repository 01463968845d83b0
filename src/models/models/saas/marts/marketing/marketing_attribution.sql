-- One row per customer that ever paid: how it was won, and whether it was worth it.
{{ config(tags=['pattern:pivot']) }}

with

customers as (

    select * from {{ ref('entity_customers') }}

),

attribution as (

    select * from {{ ref('int_campaigns__attribution') }}

),

journeys as (

    select * from {{ ref('int_marketing__journeys') }}
    where converted

),

-- What won the customer is its first conversion. Coming back later is another story.
first_conversions as (

    select
        customer_id,
        min(conversion_id) as conversion_id

    from journeys
    group by customer_id

),

-- One column per model: the rows of the models turned by 90 degrees.
channels as (

    select
        attribution.conversion_id,
        max(attribution.channel) filter (where attribution.model = 'first_touch') as first_touch_channel,
        max(attribution.channel) filter (where attribution.model = 'last_touch') as last_touch_channel,
        max(attribution.converted_at) as converted_at

    from attribution
    inner join first_conversions on attribution.conversion_id = first_conversions.conversion_id
    group by attribution.conversion_id

),

linear_channels as (

    select
        attribution.conversion_id,
        attribution.channel

    from attribution
    inner join first_conversions on attribution.conversion_id = first_conversions.conversion_id
    where attribution.model = 'linear'
    group by attribution.conversion_id, attribution.channel
    qualify row_number() over (
        partition by attribution.conversion_id
        order by round(sum(attribution.credit), 9) desc, attribution.channel
    ) = 1

),

journeys_of_first_conversions as (

    select
        journeys.conversion_id,
        max(journeys.n_touches) as n_touches,
        max(journeys.days_before) as days_first_touch_to_conversion

    from journeys
    inner join first_conversions on journeys.conversion_id = first_conversions.conversion_id
    group by journeys.conversion_id

),

final as (

    select
        customers.customer_id,
        customers.account_name,
        customers.customer_tier,
        channels.first_touch_channel,
        channels.last_touch_channel,
        linear_channels.channel as linear_top_channel,
        journeys_of_first_conversions.n_touches,
        round(journeys_of_first_conversions.days_first_touch_to_conversion, 6)
            as days_first_touch_to_conversion,
        customers.customer_acquisition_cost as acquisition_cost,
        customers.monthly_recurring_revenue,
        customers.lifetime_value,
        round({{ safe_divide(
            'cast(customers.lifetime_value as double)',
            'cast(customers.customer_acquisition_cost as double)'
        ) }}, 6) as ltv_cac,
        channels.converted_at

    from first_conversions
    inner join customers on first_conversions.customer_id = customers.customer_id
    inner join channels on first_conversions.conversion_id = channels.conversion_id
    inner join linear_channels on first_conversions.conversion_id = linear_channels.conversion_id
    inner join journeys_of_first_conversions
        on first_conversions.conversion_id = journeys_of_first_conversions.conversion_id

)

select * from final
