-- One row per company that the hardware shop sells to or has tried to sell to, cleaned. A
-- second record of the same company is left out, and so are records of trial set-ups.
{{ config(tags=['pattern:dedup']) }}

with

accounts as (

    select * from {{ source('crm', 'accounts') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

excluded_accounts as (

    select external_id from {{ ref('seed_excluded_accounts') }}
    where system = 'crm'

),

normalised as (

    select
        *,
        -- "Rolling Bridge Pub Inc." and "ROLLING BRIDGE PUB" are the same name.
        regexp_replace(lower(trim(name)), '( (llc|inc|ltd|& co)\.?)+$', '') as plain_name

    from accounts
    where organization_id in (select id from business_organizations)

),

-- The same name, web site and address of invoices is the same company. The record that knows the application's
-- account speaks for it, else the older one.
first_records as (

    select * from normalised
    qualify row_number() over (
        partition by organization_id, plain_name, website, billing_address
        order by external_account_id is null, created_at, id
    ) = 1

),

final as (

    select
        id as account_id,
        external_account_id as customer_id,
        organization_id,
        trim(name) as account_name,
        industry,
        company_size,
        lower(trim(website)) as website,
        phone,
        billing_address,
        coalesce(shipping_address, billing_address) as shipping_address,
        trim(account_owner) as account_owner,
        lower(trim(account_status)) as account_status,
        annual_revenue,
        created_at,
        updated_at

    from first_records
    where cast(id as varchar) not in (select external_id from excluded_accounts)
        and '@' || regexp_replace(lower(trim(coalesce(website, ''))), '^https?://(www\.)?', '') not in (
            select external_id from excluded_accounts
        )

)

select * from final
