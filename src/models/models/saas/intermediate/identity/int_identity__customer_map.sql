-- One row per customer: which Stripe customer, which company of HubSpot and which account of
-- the hardware shop it is, how each was found out, and how sure the match with Stripe is.
{{ config(tags=['pattern:dedup']) }}

with

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

stripe_customers as (

    select * from {{ ref('stg_stripe__customers') }}

),

companies as (

    select * from {{ ref('stg_hubspot__companies') }}

),

crm_accounts as (

    select
        *,
        regexp_replace(website, '^https?://(www\.)?', '') as domain

    from {{ ref('stg_crm_accounts') }}

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

-- Companies and accounts of the shop mostly say whose they are, too; for the others a domain decides, where
-- one account and one of them use it. A deleted company is still the same company, but yields to a living one.
company_candidates as (

    select
        customer_id,
        company_id,
        'metadata' as match_method,
        is_deleted,
        created_at

    from companies
    where customer_id is not null

    union all

    select
        account_domains.customer_id,
        companies.company_id,
        'domain' as match_method,
        companies.is_deleted,
        companies.created_at

    from companies
    inner join account_domains on companies.domain = account_domains.email_domain
    where companies.customer_id is null
        and account_domains.sharing_domain = 1
    qualify count(*) over (partition by companies.domain) = 1

),

one_company_each as (

    select * from company_candidates
    qualify row_number() over (
        partition by customer_id order by match_method desc, is_deleted, created_at, company_id
    ) = 1

),

crm_candidates as (

    select
        customer_id,
        account_id,
        'metadata' as match_method,
        created_at

    from crm_accounts
    where customer_id is not null

    union all

    select
        account_domains.customer_id,
        crm_accounts.account_id,
        'domain' as match_method,
        crm_accounts.created_at

    from crm_accounts
    inner join account_domains on crm_accounts.domain = account_domains.email_domain
    where crm_accounts.customer_id is null
        and account_domains.sharing_domain = 1
    qualify count(*) over (partition by crm_accounts.domain) = 1

),

one_crm_account_each as (

    select * from crm_candidates
    qualify row_number() over (
        partition by customer_id order by match_method desc, created_at, account_id
    ) = 1

),

final as (

    select
        accounts.customer_id,
        matches.stripe_customer_id,
        one_company_each.company_id,
        one_crm_account_each.account_id as crm_account_id,
        coalesce(matches.match_method, 'none') as match_method,
        coalesce(one_company_each.match_method, 'none') as company_match_method,
        coalesce(one_crm_account_each.match_method, 'none') as crm_match_method,
        cast(coalesce(matches.match_confidence, 0) as decimal(3, 2)) as match_confidence

    from accounts
    left join one_stripe_customer_each as matches on accounts.customer_id = matches.customer_id
    left join one_company_each on accounts.customer_id = one_company_each.customer_id
    left join one_crm_account_each on accounts.customer_id = one_crm_account_each.customer_id

)

select * from final
