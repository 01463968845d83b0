-- One row per quarter end, channel and model: what was known on that day about the conversions
-- until then. What customers pay is what they paid on that day, not what they pay today.
{{ config(tags=['pattern:scd2']) }}

with

attribution as (

    select
        conversion_id,
        customer_id,
        model,
        channel,
        cast(converted_at as date) as converted_date,
        sum(credit) as credit

    from {{ ref('int_campaigns__attribution') }}
    group by conversion_id, customer_id, model, channel, cast(converted_at as date)

),

conversions as (

    select
        conversion_id,
        cast(lead(converted_at) over (
            partition by customer_id order by converted_at, conversion_id
        ) as date) as next_converted_date

    from {{ ref('int_marketing__conversions') }}

),

subscription_versions as (

    select * from {{ ref('entity_subscriptions_history') }}

),

deal_stages as (

    select * from {{ ref('int_sales__deal_stage_durations') }}

),

deal_contacts as (

    select * from {{ ref('stg_hubspot__deal_contacts') }}

),

contact_map as (

    select * from {{ ref('int_identity__contact_map') }}

),

-- The quarters that are over, and the day up to which the data go.
known_days as (

    select max(date_day) as known_on
    from {{ ref('int_calendar__date_spine') }}
    group by quarter

),

-- Point in time: the version that was in force on the day.
mrr_as_known as (

    select
        known_days.known_on,
        subscription_versions.customer_id,
        sum(subscription_versions.mrr) as mrr

    from known_days
    inner join subscription_versions
        on subscription_versions.valid_from <= known_days.known_on
        and (
            known_days.known_on < subscription_versions.valid_to
            or subscription_versions.valid_to is null
        )
    where {{ is_paying_status('subscription_versions.subscription_status') }}
    group by known_days.known_on, subscription_versions.customer_id

),

-- Customers with a deal that stood as won at the end of the day.
deal_customers as (

    select distinct
        deal_contacts.deal_id,
        contact_map.customer_id

    from deal_contacts
    inner join contact_map on deal_contacts.contact_id = contact_map.contact_id
    where contact_map.customer_id is not null

),

won_as_known as (

    select distinct
        known_days.known_on,
        deal_customers.customer_id

    from known_days
    inner join deal_stages
        on cast(deal_stages.valid_from as date) <= known_days.known_on
        and (
            known_days.known_on < cast(deal_stages.valid_to as date)
            or deal_stages.valid_to is null
        )
    inner join deal_customers on deal_stages.deal_id = deal_customers.deal_id
    where lower(deal_stages.stage_label) = 'closed won'

),

-- A customer that converted twice is one customer: its revenue counts for the last time.
conversions_as_known as (

    select
        known_days.known_on,
        attribution.model,
        attribution.channel,
        attribution.credit,
        attribution.customer_id,
        coalesce(conversions.next_converted_date > known_days.known_on, true) as is_last_conversion

    from known_days
    inner join attribution on attribution.converted_date <= known_days.known_on
    inner join conversions on attribution.conversion_id = conversions.conversion_id

),

final as (

    select
        conversions_as_known.channel,
        conversions_as_known.model,
        round(sum(conversions_as_known.credit), 9) as conversions,
        round(coalesce(sum(conversions_as_known.credit) filter (
            where won_as_known.customer_id is not null
        ), 0), 9) as sales_assisted_conversions,
        round(coalesce(sum(conversions_as_known.credit * mrr_as_known.mrr * 12) filter (
            where conversions_as_known.is_last_conversion
        ), 0), 4) as attributed_revenue,
        conversions_as_known.known_on

    from conversions_as_known
    left join mrr_as_known
        on conversions_as_known.known_on = mrr_as_known.known_on
        and conversions_as_known.customer_id = mrr_as_known.customer_id
    left join won_as_known
        on conversions_as_known.known_on = won_as_known.known_on
        and conversions_as_known.customer_id = won_as_known.customer_id
    group by conversions_as_known.known_on, conversions_as_known.channel, conversions_as_known.model

)

select * from final
