-- One row per contact record: a person whose name the company has. A person may have several
-- records; int_identity__contact_map says which of them belong together.
with

contacts as (

    select * from {{ source('hubspot', 'contact') }}
    {{ dedupe('id') }}

),

cleaned as (

    select
        id as contact_id,
        nullif(lower(trim(property_email)), '') as email,
        trim(property_firstname) as first_name,
        trim(property_lastname) as last_name,
        nullif(trim(property_company), '') as company_name,
        associated_company_id as company_id,
        trim(property_jobtitle) as job_title,
        lower(trim(property_lifecyclestage)) as lifecycle_stage,
        lower(trim(property_hs_analytics_source)) as original_source,
        property_hs_analytics_source_data_1 as original_source_detail,
        property_hubspotscore as hubspot_score,
        coalesce(property_hs_email_optout, false) as is_email_opted_out,
        nullif(trim(property_merged_vids), '') as merged_contact_ids,
        property_createdate as created_at,
        coalesce(is_deleted, false) as is_deleted

    from contacts

),

judged as (

    select
        *,
        email is null as is_missing_email,
        coalesce(not {{ is_email_address('email') }}, false) as is_invalid_email,
        row_number() over (partition by email order by created_at, contact_id) as record_of_email

    from cleaned

),

final as (

    select
        contact_id,
        company_id,
        email,
        first_name,
        last_name,
        trim(concat_ws(' ', first_name, last_name)) as full_name,
        company_name,
        job_title,
        lifecycle_stage,
        original_source,
        original_source_detail,
        merged_contact_ids,
        hubspot_score,
        {{ dq_flags([
            "is_missing_email",
            "is_invalid_email",
            "email is not null and record_of_email > 1",
        ]) }} as dq_flags,
        is_email_opted_out,
        is_missing_email,
        is_invalid_email,
        is_deleted,
        created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from judged

)

select * from final
