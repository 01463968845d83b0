-- One row per person at a company of the shop.
with

contacts as (

    select * from {{ source('crm', 'contacts') }}
    {{ dedupe('id', 'updated_at desc, _synced_at') }}

),

-- A tenant that was set up to try the system holds no business.
business_organizations as (

    select id from {{ source('crm', 'organizations') }}
    where not is_test

),

cleaned as (

    select
        *,
        nullif(lower(trim(email)), '') as email_as_written

    from contacts
    where organization_id in (select id from business_organizations)

),

final as (

    select
        id as contact_id,
        organization_id,
        account_id,
        trim(first_name) as first_name,
        trim(last_name) as last_name,
        trim(concat_ws(' ', trim(first_name), trim(last_name))) as full_name,
        case when {{ is_email_address('email_as_written') }} then email_as_written end as email,
        phone,
        trim(job_title) as job_title,
        department,
        lower(trim(contact_status)) as contact_status,
        {{ dq_flags([
            "email_as_written is null",
            "not " ~ is_email_address('email_as_written'),
        ]) }} as dq_flags,
        coalesce(is_primary, false) as is_primary,
        created_at,
        updated_at

    from cleaned

)

select * from final
