-- One row per record of a contact that was merged into another one. Merges chain: the record
-- that was kept may itself have been merged later.
with

contact_merge_audit as (

    select * from {{ source('hubspot', 'contact_merge_audit') }}
    {{ dedupe('contact_id, vid_to_merge') }}

),

final as (

    select
        contact_id,
        vid_to_merge as merged_contact_id,
        {{ dq_flags([
            "contact_id = vid_to_merge",
        ]) }} as dq_flags,
        "timestamp" as merged_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from contact_merge_audit

)

select * from final
