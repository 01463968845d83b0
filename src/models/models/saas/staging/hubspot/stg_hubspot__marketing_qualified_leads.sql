-- One row per contact whose score reached the mark of a qualified lead.
with

marketing_qualified_leads as (

    select * from {{ source('hubspot', 'marketing_qualified_lead') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as mql_id,
        contact_id,
        lower(trim(lead_source)) as lead_source,
        nullif(trim(campaign_ref), '') as campaign_ref,
        nullif(lower(trim(disqualified_reason)), '') as disqualified_reason,
        mql_score,
        {{ dq_flags([
            "mql_score < 0",
            "contact_id is null",
        ]) }} as dq_flags,
        mql_date,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from marketing_qualified_leads

)

select * from final
