-- One row per customer: which Stripe customer it is, how that was found out, and how sure
-- the match is.
with

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

stripe_customers as (

    select * from {{ ref('stg_stripe__customers') }}

),

-- Stripe customers that do not say whose they are.
unclaimed as (

    select
        stripe_customer_id,
        email,
        split_part(email, '@', 2) as email_domain,
        created_at,
        count(*) over (partition by split_part(email, '@', 2)) as sharing_domain

    from stripe_customers
    where customer_id is null

),

account_domains as (

    select
        customer_id,
        split_part(email, '@', 2) as email_domain,
        count(*) over (partition by split_part(email, '@', 2)) as sharing_domain

    from accounts

),

candidates as (

    select
        accounts.customer_id,
        stripe_customers.stripe_customer_id,
        'metadata' as match_method,
        1.00 as match_confidence,
        stripe_customers.created_at

    from accounts
    inner join stripe_customers on accounts.customer_id = stripe_customers.customer_id

    union all

    select
        accounts.customer_id,
        unclaimed.stripe_customer_id,
        'email' as match_method,
        0.90 as match_confidence,
        unclaimed.created_at

    from accounts
    inner join unclaimed on accounts.email = unclaimed.email

    union all

    -- A domain identifies a company only where one account and one Stripe customer use it.
    select
        account_domains.customer_id,
        unclaimed.stripe_customer_id,
        'domain' as match_method,
        0.70 as match_confidence,
        unclaimed.created_at

    from account_domains
    inner join unclaimed on account_domains.email_domain = unclaimed.email_domain
    where account_domains.sharing_domain = 1
        and unclaimed.sharing_domain = 1

),

-- A Stripe customer belongs to one account …
one_account_each as (

    select * from candidates
    qualify row_number() over (
        partition by stripe_customer_id order by match_confidence desc, customer_id
    ) = 1

),

-- … and an account has one Stripe customer, the surest and then the oldest.
one_stripe_customer_each as (

    select * from one_account_each
    qualify row_number() over (
        partition by customer_id order by match_confidence desc, created_at, stripe_customer_id
    ) = 1

),

final as (

    select
        accounts.customer_id,
        matches.stripe_customer_id,
        coalesce(matches.match_method, 'none') as match_method,
        cast(coalesce(matches.match_confidence, 0) as decimal(3, 2)) as match_confidence

    from accounts
    left join one_stripe_customer_each as matches on accounts.customer_id = matches.customer_id

)

select * from final
