-- One row per Stripe customer. customer_id is the application account where Stripe was told
-- it; the others are matched later.
{{ config(tags=['pattern:dedup']) }}

with

customers as (

    select * from {{ source('stripe', 'customer') }}
    {{ dedupe('id') }}

),

excluded_accounts as (

    select external_id from {{ ref('seed_excluded_accounts') }}
    where system = 'stripe'

),

cleaned as (

    select
        id as stripe_customer_id,
        try_cast(metadata_account_id as integer) as customer_id,
        nullif(lower(trim(email)), '') as email,
        trim(name) as customer_name,
        lower(currency) as currency,
        default_payment_method as default_payment_method_id,
        {{ cents_to_currency('balance') }} as balance,
        coalesce(delinquent, false) as is_delinquent,
        coalesce(is_deleted, false) as is_deleted,
        metadata_account_id,
        livemode,
        created as created_at

    from customers

),

final as (

    select
        stripe_customer_id,
        customer_id,
        email,
        customer_name,
        currency,
        default_payment_method_id,
        balance,
        {{ dq_flags([
            "email is null or email not like '%_@_%._%'",
            "metadata_account_id is null",
            "metadata_account_id is not null and customer_id is null",
            is_test_account('customer_id'),
        ]) }} as dq_flags,
        is_delinquent,
        is_deleted,
        created_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from cleaned
    where livemode
        and stripe_customer_id not in (select external_id from excluded_accounts)
        and coalesce('@' || split_part(email, '@', 2), '') not in (
            select external_id from excluded_accounts
        )

)

select * from final
