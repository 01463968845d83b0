-- One row per list and contact on it. Nobody is ever taken off.
with

contact_list_members as (

    select * from {{ source('hubspot', 'contact_list_member') }}
    {{ dedupe('contact_list_id, contact_id') }}

),

contacts as (

    select distinct id as contact_id from {{ source('hubspot', 'contact') }}

),

final as (

    select
        contact_list_members.contact_list_id,
        contact_list_members.contact_id,
        {{ dq_flags([
            "contacts.contact_id is null",
        ]) }} as dq_flags,
        contact_list_members.added_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from contact_list_members
    left join contacts on contact_list_members.contact_id = contacts.contact_id

)

select * from final
