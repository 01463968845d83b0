-- One row per deal and the company it is with. A company that HubSpot does not have stays,
-- flagged: join it to the left.
with

deal_companies as (

    select * from {{ source('hubspot', 'deal_company') }}
    {{ dedupe('deal_id, company_id') }}

),

companies as (

    select distinct id as company_id from {{ source('hubspot', 'company') }}

),

final as (

    select
        deal_companies.deal_id,
        deal_companies.company_id,
        deal_companies.type_id,
        {{ dq_flags([
            "companies.company_id is null",
        ]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from deal_companies
    left join companies on deal_companies.company_id = companies.company_id

)

select * from final
