-- One row per account of the shop, as it is now: a changed value overwrites the one before
-- (Type 1).
{{ config(indexes=[{'columns': ['customer_id']}]) }}

with

accounts as (

    select * from {{ ref('stg_crm_accounts') }}

),

final as (

    select
        account_id,
        customer_id,
        organization_id,
        account_name,
        industry,
        company_size,
        account_owner,
        account_status,
        {{ account_category('account_status') }} as account_category,
        {{ revenue_segment('annual_revenue') }} as revenue_segment,
        annual_revenue,
        created_at,
        updated_at

    from accounts

)

select * from final
