-- One row per engagement and contact, company or deal that it concerns.
with

associations as (

    select engagement_id, 'contact' as object_type, contact_id as object_id, _synced_at
    from {{ source('hubspot', 'engagement_contact') }}

    union all

    select engagement_id, 'company' as object_type, company_id as object_id, _synced_at
    from {{ source('hubspot', 'engagement_company') }}

    union all

    select engagement_id, 'deal' as object_type, deal_id as object_id, _synced_at
    from {{ source('hubspot', 'engagement_deal') }}

),

deduplicated as (

    select * from associations
    {{ dedupe('engagement_id, object_type, object_id') }}

),

engagements as (

    select distinct id as engagement_id from {{ source('hubspot', 'engagement') }}

),

final as (

    select
        deduplicated.engagement_id,
        deduplicated.object_type,
        deduplicated.object_id,
        {{ dq_flags([
            "engagements.engagement_id is null",
        ]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from deduplicated
    left join engagements on deduplicated.engagement_id = engagements.engagement_id

)

select * from final
