-- One row per deal as it stood at the end of as_of_date: its stage, amount, owner and expected
-- close are those that held then. Deals that were opened later are not there, deleted ones neither.
{{ config(tags=['pattern:scd2', 'pattern:asof']) }}

with

deals as (

    select * from {{ ref('stg_hubspot__deals') }}
    where not is_deleted
        and created_at < {{ as_of_timestamp() }}

),

-- Valid from its beginning up to, not including, its end: exactly one stage of a deal holds at a moment.
stages_then as (

    select * from {{ ref('int_sales__deal_stage_durations') }}
    where valid_from < {{ as_of_timestamp() }}
        and (valid_to is null or valid_to >= {{ as_of_timestamp() }})

),

pipeline_stages as (

    select * from {{ ref('stg_hubspot__pipeline_stages') }}
    where object_type = 'deal'

),

-- The last value of each property that was known then.
properties_then as (

    select
        deal_id,
        max(property_value) filter (where property_name = 'amount') as amount,
        max(property_value) filter (where property_name = 'closedate') as close_date_ms,
        max(property_value) filter (where property_name = 'hubspot_owner_id') as owner_id

    from (
        select * from {{ ref('stg_hubspot__deal_property_history') }}
        where changed_at < {{ as_of_timestamp() }}
        qualify row_number() over (partition by deal_id, property_name order by changed_at desc) = 1
    ) as last_values
    group by deal_id

),

-- A deal is with one company: the primary one, else the one with the lowest number. Companies that do not exist find no customer.
deal_customers as (

    select
        deal_companies.deal_id,
        customer_map.customer_id

    from {{ ref('stg_hubspot__deal_companies') }} as deal_companies
    left join {{ ref('int_identity__customer_map') }} as customer_map
        on deal_companies.company_id = customer_map.company_id
    qualify row_number() over (
        partition by deal_companies.deal_id
        order by (deal_companies.type_id = {{ var('hubspot_primary_company_type') }}) desc, deal_companies.company_id
    ) = 1

),

owners as (

    select * from {{ ref('stg_hubspot__owners') }}

),

customers as (

    select
        customer_id,
        first_touch_channel

    from {{ ref('entity_customers') }}

),

-- How the first of the people whom the deal concerns came to know the company.
first_touches as (

    select
        deal_contacts.deal_id,
        touchpoints.channel

    from {{ ref('stg_hubspot__deal_contacts') }} as deal_contacts
    inner join {{ ref('int_identity__contact_map') }} as contact_map
        on deal_contacts.contact_id = contact_map.contact_id
    inner join {{ ref('int_marketing__touchpoints') }} as touchpoints
        on contact_map.canonical_contact_id = touchpoints.contact_id
    where touchpoints.touched_at < {{ as_of_timestamp() }}
    qualify row_number() over (
        partition by deal_contacts.deal_id order by touchpoints.touched_at, touchpoints.touch_id
    ) = 1

),

joined as (

    select
        deals.deal_id,
        deals.deal_name,
        deals.created_at,
        deal_customers.customer_id,
        coalesce(try_cast(properties_then.owner_id as bigint), deals.owner_id) as owner_id,
        stages_then.stage_label,
        coalesce(try_cast(properties_then.amount as decimal(12, 2)), deals.amount) as amount,
        pipeline_stages.probability,
        pipeline_stages.is_closed,
        pipeline_stages.is_closed_won,
        stages_then.stalled_after_days,
        date_diff('day', cast(stages_then.valid_from as date), {{ as_of_date() }}) as days_in_stage,
        -- A closed deal was closed when it entered that stage, whatever day was left in the field of the expected one.
        case
            when pipeline_stages.is_closed then cast(stages_then.valid_from as date)
            else coalesce(
                cast(epoch_ms(try_cast(properties_then.close_date_ms as bigint)) as date), deals.close_date
            )
        end as close_date

    from deals
    inner join stages_then on deals.deal_id = stages_then.deal_id
    inner join pipeline_stages on stages_then.stage_id = pipeline_stages.stage_id
    left join properties_then on deals.deal_id = properties_then.deal_id
    left join deal_customers on deals.deal_id = deal_customers.deal_id

),

final as (

    select
        joined.deal_id,
        joined.customer_id,
        joined.owner_id,
        owners.full_name as owner_name,
        joined.deal_name,
        joined.stage_label,
        case
            when joined.is_closed_won then 'closed'
            when joined.is_closed then 'omitted'
            else {{ band('joined.probability', [
                ['commit', var('forecast_commit_from')],
                ['best_case', var('forecast_best_case_from')],
            ], 'pipeline') }}
        end as forecast_category,
        coalesce(first_touches.channel, customers.first_touch_channel) as first_touch_channel,
        joined.amount,
        joined.probability,
        cast(round(joined.amount * joined.probability, 2) as decimal(14, 2)) as weighted_amount,
        joined.days_in_stage,
        not joined.is_closed as is_open,
        joined.is_closed_won as is_won,
        coalesce(not joined.is_closed and joined.days_in_stage > joined.stalled_after_days, false) as is_stalled,
        joined.close_date,
        joined.created_at

    from joined
    left join owners on joined.owner_id = owners.owner_id
    left join customers on joined.customer_id = customers.customer_id
    left join first_touches on joined.deal_id = first_touches.deal_id

)

select * from final
