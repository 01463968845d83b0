-- One row per customer: who it is, what it subscribes to and what it pays. Every child is
-- aggregated before it is joined.
with

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

locations as (

    select * from {{ ref('stg_app_database__locations') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

customer_map as (

    select * from {{ ref('int_identity__customer_map') }}

),

stripe_customers as (

    select * from {{ ref('stg_stripe__customers') }}

),

companies as (

    select
        customer_id,
        company_id

    from customer_map
    where company_id is not null

),

deal_companies as (

    select * from {{ ref('stg_hubspot__deal_companies') }}

),

deals as (

    select * from {{ ref('stg_hubspot__deals') }}
    where not is_deleted

),

-- Whoever opened the newest deal with the customer looks after it.
owners as (

    select
        companies.customer_id,
        deals.owner_id

    from companies
    inner join deal_companies on companies.company_id = deal_companies.company_id
    inner join deals on deal_companies.deal_id = deals.deal_id
    where cast(deals.created_at as date) <= {{ as_of_date() }}
        and deals.owner_id is not null
    qualify row_number() over (
        partition by companies.customer_id order by deals.created_at desc, deals.deal_id desc
    ) = 1

),

locations_per_customer as (

    select
        customer_id,
        count(*) as total_locations

    from locations
    where opened_date <= {{ as_of_date() }}
    group by customer_id

),

-- The subscription that speaks for the customer: the liveliest, then the dearest, then the
-- newest.
leading_subscriptions as (

    select
        customer_id,
        subscription_status,
        plan_name,
        plan_tier

    from subscriptions
    qualify row_number() over (
        partition by customer_id
        order by
            {{ subscription_status_rank('subscription_status') }},
            monthly_recurring_revenue desc,
            subscription_id desc
    ) = 1

),

subscriptions_per_customer as (

    select
        customer_id,
        sum(monthly_recurring_revenue) as monthly_recurring_revenue,
        count(*) filter (
            where {{ is_live_status('subscription_status') }}
        ) as active_subscriptions,
        min(first_paid_at) as first_paid_at,
        min(current_period_end) filter (
            where {{ is_live_status('subscription_status') }}
        ) as next_renewal_at

    from subscriptions
    group by customer_id

),

-- Judged at month ends, on what the customer paid then; a month without payment leaves the
-- tier as it was.
tiers as (

    select
        customer_id,
        {{ customer_tier('mrr') }} as customer_tier

    from mrr_monthly
    where mrr > 0
        and last_day(month) <= {{ as_of_date() }}
    qualify row_number() over (partition by customer_id order by month desc) = 1

),

joined as (

    select
        accounts.customer_id,
        owners.owner_id,
        accounts.account_name,
        accounts.industry,
        accounts.business_type,
        accounts.country,
        coalesce(tiers.customer_tier, 'smb') as customer_tier,
        case
            when accounts.employee_count is null then 'unknown'
            when accounts.employee_count < {{ var('company_medium_from_employees') }} then 'small'
            when accounts.employee_count < {{ var('company_large_from_employees') }} then 'medium'
            else 'large'
        end as company_size,
        {{ customer_status(
            'leading_subscriptions.subscription_status',
            'subscriptions_per_customer.first_paid_at is not null'
        ) }} as customer_status,
        leading_subscriptions.subscription_status,
        leading_subscriptions.plan_name,
        leading_subscriptions.plan_tier,
        cast(
            coalesce(subscriptions_per_customer.monthly_recurring_revenue, 0) as decimal(12, 2)
        ) as monthly_recurring_revenue,
        coalesce(subscriptions_per_customer.active_subscriptions, 0) as active_subscriptions,
        coalesce(locations_per_customer.total_locations, 0) as total_locations,
        coalesce(stripe_customers.is_delinquent, false) as is_delinquent,
        cast(subscriptions_per_customer.next_renewal_at as date) as next_renewal_date,
        subscriptions_per_customer.first_paid_at,
        accounts.created_at

    from accounts
    left join locations_per_customer on accounts.customer_id = locations_per_customer.customer_id
    left join leading_subscriptions on accounts.customer_id = leading_subscriptions.customer_id
    left join subscriptions_per_customer on accounts.customer_id = subscriptions_per_customer.customer_id
    left join tiers on accounts.customer_id = tiers.customer_id
    left join owners on accounts.customer_id = owners.customer_id
    left join customer_map on accounts.customer_id = customer_map.customer_id
    left join stripe_customers on customer_map.stripe_customer_id = stripe_customers.stripe_customer_id

),

final as (

    select
        customer_id,
        owner_id,
        account_name,
        industry,
        business_type,
        country,
        customer_tier,
        company_size,
        customer_status,
        subscription_status,
        case
            when customer_status <> 'active' then customer_status
            when cast(first_paid_at as date) > {{ as_of_date() }} - {{ var('lifecycle_onboarding_days') }}
                then 'onboarding'
            when cast(first_paid_at as date) > {{ as_of_date() }} - {{ var('lifecycle_adoption_days') }}
                then 'adoption'
            else 'established'
        end as lifecycle_stage,
        plan_name,
        plan_tier,
        monthly_recurring_revenue,
        active_subscriptions,
        total_locations,
        is_delinquent,
        next_renewal_date,
        first_paid_at,
        created_at

    from joined

)

select * from final
