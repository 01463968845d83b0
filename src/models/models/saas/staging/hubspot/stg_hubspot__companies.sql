-- One row per company that marketing or sales knows, deleted ones included and marked. A state
-- is written by its code, whichever way the source spells it.
with

companies as (

    select * from {{ source('hubspot', 'company') }}
    {{ dedupe('id') }}

),

states as (

    select state, lower(state_name) as state_name from {{ source('reference', 'state_timezones') }}

),

cleaned as (

    select
        companies.id as company_id,
        trim(companies.property_name) as company_name,
        nullif(lower(trim(companies.property_domain)), '') as domain,
        companies.property_industry as industry,
        companies.property_city as city,
        coalesce(states.state, upper(trim(companies.property_state))) as state,
        upper(trim(companies.property_country)) as country,
        companies.property_annualrevenue as annual_revenue,
        companies.property_numberofemployees as employee_count,
        lower(trim(companies.property_lifecyclestage)) as lifecycle_stage,
        try_cast(companies.property_app_account_id as integer) as customer_id,
        companies.property_app_account_id as app_account,
        companies.property_state is not null and states.state is null as has_unknown_state,
        coalesce(companies.is_deleted, false) as is_deleted,
        companies.property_createdate as created_at

    from companies
    left join states
        on lower(trim(companies.property_state)) in (lower(states.state), states.state_name)

),

final as (

    select
        company_id,
        customer_id,
        company_name,
        domain,
        industry,
        city,
        state,
        country,
        lifecycle_stage,
        annual_revenue,
        employee_count,
        {{ dq_flags([
            "domain is null or domain not like '%_._%'",
            "has_unknown_state",
            "app_account is not null and customer_id is null",
        ]) }} as dq_flags,
        is_deleted,
        created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from cleaned

)

select * from final
