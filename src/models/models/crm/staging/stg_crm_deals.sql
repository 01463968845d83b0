-- One row per chance of selling equipment, in its state of today.
with

deals as (

    select * from {{ source('crm', 'deals') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

final as (

    select
        id as deal_id,
        organization_id,
        account_id,
        contact_id,
        trim(name) as deal_name,
        lower(trim(stage)) as stage,
        trim(deal_owner) as deal_owner,
        lower(trim(lead_source)) as lead_source,
        nullif(trim(description), '') as description,
        case when amount >= 0 then amount end as amount,
        case when probability between 0 and 100 then probability end as probability,
        lower(trim(stage)) in ('closed_won', 'closed_lost') as is_closed,
        lower(trim(stage)) = 'closed_won' as is_won,
        coalesce(
            lower(trim(stage)) not in ('closed_won', 'closed_lost')
                and expected_close_date < {{ as_of_date() }}
        , false) as is_overdue,
        expected_close_date,
        actual_close_date,
        created_at,
        updated_at

    from deals
    where organization_id in (select id from business_organizations)

)

select * from final
