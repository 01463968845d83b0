-- One row per deal and person whom it concerns. A deal has one to three of them.
with

deal_contacts as (

    select * from {{ source('hubspot', 'deal_contact') }}
    {{ dedupe('deal_id, contact_id') }}

),

contacts as (

    select distinct id as contact_id from {{ source('hubspot', 'contact') }}

),

final as (

    select
        deal_contacts.deal_id,
        deal_contacts.contact_id,
        deal_contacts.type_id,
        {{ dq_flags([
            "contacts.contact_id is null",
        ]) }} as dq_flags,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from deal_contacts
    left join contacts on deal_contacts.contact_id = contacts.contact_id

)

select * from final
