-- One row per customer: an account of the application, cleaned. The company's own test
-- accounts are left out.
{{ config(tags=['pattern:dedup']) }}

with

accounts as (

    select * from {{ source('app_database', 'accounts') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

excluded_accounts as (

    select external_id from {{ ref('seed_excluded_accounts') }}
    where system = 'app_database'

),

status_mapping as (

    select raw_status, status from {{ ref('seed_status_mapping') }}
    where system = 'app_database'

),

cleaned as (

    select
        accounts.id as customer_id,
        accounts.parent_account_id as parent_customer_id,
        trim(accounts.name) as account_name,
        nullif(lower(trim(accounts.email)), '') as email,
        accounts.business_type,
        accounts.industry,
        accounts.website,
        coalesce(status_mapping.status, lower(trim(accounts.status))) as account_status,
        accounts.country,
        accounts.timezone,
        accounts.signup_source,
        accounts.utm_first,
        accounts.experiment_arm,
        accounts.employee_count,
        accounts.annual_revenue,
        status_mapping.status is null as has_unknown_status,
        accounts.created_at,
        accounts.updated_at

    from accounts
    left join status_mapping on lower(trim(accounts.status)) = status_mapping.raw_status

),

final as (

    select
        customer_id,
        parent_customer_id,
        account_name,
        email,
        business_type,
        industry,
        website,
        account_status,
        country,
        timezone,
        signup_source,
        utm_first,
        experiment_arm,
        employee_count,
        annual_revenue,
        {{ dq_flags([
            "email is null or email not like '%_@_%._%'",
            "has_unknown_status",
            "updated_at < created_at",
        ]) }} as dq_flags,
        account_status = 'deleted' as is_deleted,
        created_at,
        updated_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from cleaned
    where cast(customer_id as varchar) not in (select external_id from excluded_accounts)
        and coalesce('@' || split_part(email, '@', 2), '') not in (
            select external_id from excluded_accounts
        )

)

select * from final
