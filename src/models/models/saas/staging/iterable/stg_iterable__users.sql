-- One row per person, as the e-mail tool knows them, and version. The address in lower case
-- is the key of a person.
{{ config(tags=['pattern:dedup']) }}

with

users as (

    select
        *,
        nullif(lower(trim(email)), '') as clean_email

    from {{ source('iterable', 'user_history') }}
    {{ dedupe("nullif(lower(trim(email)), ''), updated_at") }}

),

final as (

    select
        clean_email as email,
        trim(first_name) as first_name,
        lower(signup_source) as signup_source,
        user_id,
        {{ dq_flags([
            "not " ~ is_email_address('clean_email'),
            "user_id is null",
        ]) }} as dq_flags,
        updated_at as valid_from,
        lead(updated_at) over (partition by clean_email order by updated_at) as valid_to,
        valid_to is null as is_current,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from users
    where clean_email is not null

)

select * from final
