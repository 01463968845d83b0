-- One row per form that was filled in on LinkedIn.
{{ config(tags=['pattern:dedup']) }}

with

responses as (

    select * from {{ source('linkedin_ads', 'lead_gen_form_response') }}
    {{ dedupe('id') }}

),

final as (

    select
        id as response_id,
        campaign_id,
        nullif(lower(trim(email)), '') as email,
        trim(company_name) as company_name,
        {{ dq_flags([
            "nullif(trim(email), '') is null",
            "not " ~ is_email_address('email'),
            "campaign_id is null",
        ]) }} as dq_flags,
        submitted_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from responses

)

select * from final
