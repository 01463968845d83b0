-- One row per form that somebody sent. anonymous_id is the cookie of the visit in which it was
-- sent, and so the way from a contact to its visits.
with

form_submissions as (

    select * from {{ source('hubspot', 'contact_form_submission') }}
    {{ dedupe('contact_id, "timestamp", form_id') }}

),

contacts as (

    select distinct id as contact_id from {{ source('hubspot', 'contact') }}

),

final as (

    select
        form_submissions.contact_id,
        form_submissions.form_id,
        form_submissions.anonymous_id,
        trim(form_submissions.page_url) as page_url,
        trim(form_submissions.title) as page_title,
        {{ dq_flags([
            "contacts.contact_id is null",
            "form_submissions.anonymous_id is null",
        ]) }} as dq_flags,
        form_submissions."timestamp" as submitted_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from form_submissions
    left join contacts on form_submissions.contact_id = contacts.contact_id

)

select * from final
