-- One row per month and channel. Each step is counted in the month in which it was taken, under
-- the channel that made the person a lead.
{{ config(tags=['pattern:pivot']) }}

with

web_visits as (

    select * from {{ ref('int_sessions__web_stitched') }}
    where not is_login

),

touchpoints as (

    select * from {{ ref('int_marketing__touchpoints') }}

),

marketing_qualified_leads as (

    select * from {{ ref('stg_hubspot__marketing_qualified_leads') }}

),

lifecycle_changes as (

    select * from {{ ref('stg_hubspot__contact_property_history') }}
    where property_name = 'lifecyclestage'

),

conversions as (

    select * from {{ ref('int_marketing__conversions') }}
    where conversion_type = 'new'

),

deal_stages as (

    select * from {{ ref('int_sales__deal_stage_durations') }}

),

deal_contacts as (

    select * from {{ ref('stg_hubspot__deal_contacts') }}

),

contact_persons as (

    select
        contact_id,
        coalesce(
            'customer-' || cast(customer_id as varchar),
            'contact-' || cast(canonical_contact_id as varchar)
        ) as person_key

    from {{ ref('int_identity__contact_map') }}

),

-- The touch that made a person a lead names the channel; without one the first touch does.
person_channels as (

    select
        person_key,
        channel

    from touchpoints
    qualify row_number() over (
        partition by person_key
        order by lead_created_flag desc, touched_at, touch_id
    ) = 1

),

leads as (

    select
        person_key,
        min(touched_at) as stepped_at

    from touchpoints
    where lead_created_flag
    group by person_key

),

-- Marketing's own list, or the stage that HubSpot noted; whichever came first.
mqls as (

    select
        contact_persons.person_key,
        min(qualified.stepped_at) as stepped_at

    from (
        select contact_id, cast(mql_date as timestamp) as stepped_at from marketing_qualified_leads
        union all
        select contact_id, changed_at from lifecycle_changes
        where property_value = 'marketingqualifiedlead'
    ) as qualified
    inner join contact_persons on qualified.contact_id = contact_persons.contact_id
    group by contact_persons.person_key

),

opportunities as (

    select
        contact_persons.person_key,
        min(deal_stages.valid_from) as stepped_at

    from deal_stages
    inner join deal_contacts on deal_stages.deal_id = deal_contacts.deal_id
    inner join contact_persons on deal_contacts.contact_id = contact_persons.contact_id
    group by contact_persons.person_key

),

steps as (

    select 'visit' as step, channel, started_at as stepped_at from web_visits
    union all
    select 'lead', person_channels.channel, leads.stepped_at
    from leads
    left join person_channels on leads.person_key = person_channels.person_key
    union all
    select 'mql', person_channels.channel, mqls.stepped_at
    from mqls
    left join person_channels on mqls.person_key = person_channels.person_key
    union all
    select 'opportunity', person_channels.channel, opportunities.stepped_at
    from opportunities
    left join person_channels on opportunities.person_key = person_channels.person_key
    union all
    select 'customer', person_channels.channel, conversions.converted_at
    from conversions
    left join person_channels
        on 'customer-' || cast(conversions.customer_id as varchar) = person_channels.person_key

),

counted as (

    select
        cast(date_trunc('month', stepped_at) as date) as month,
        coalesce(channel, 'unattributed') as channel,
        cast(count(*) filter (where step = 'visit') as integer) as visits,
        cast(count(*) filter (where step = 'lead') as integer) as leads,
        cast(count(*) filter (where step = 'mql') as integer) as mqls,
        cast(count(*) filter (where step = 'opportunity') as integer) as opportunities,
        cast(count(*) filter (where step = 'customer') as integer) as customers

    from steps
    where cast(stepped_at as date) <= {{ as_of_date() }}
    group by cast(date_trunc('month', stepped_at) as date), coalesce(channel, 'unattributed')

),

final as (

    select
        channel,
        visits,
        leads,
        mqls,
        opportunities,
        customers,
        round({{ safe_divide('cast(leads as double)', 'visits') }}, 6) as visit_to_lead,
        round({{ safe_divide('cast(mqls as double)', 'leads') }}, 6) as lead_to_mql,
        round({{ safe_divide('cast(opportunities as double)', 'mqls') }}, 6) as mql_to_opportunity,
        round({{ safe_divide('cast(customers as double)', 'opportunities') }}, 6) as opportunity_to_customer,
        month

    from counted

)

select * from final
order by month, channel
