-- One row per customer and version: what was true from valid_from until the day before
-- valid_to, taken from the change logs. Slow attributes only: no score and no windowed
-- measure, which would make a version of almost every day.
{{ config(tags=['pattern:scd2', 'pattern:gaps-and-islands']) }}

with

account_changes as (

    select * from {{ ref('stg_app_database__account_changes') }}

),

accounts as (

    select * from {{ ref('stg_app_database__accounts') }}

),

subscription_changes as (

    select * from {{ ref('stg_app_database__subscription_changes') }}

),

plans as (

    select * from {{ ref('stg_app_database__plans') }}

),

subscriptions as (

    select * from {{ ref('int_subscriptions__core') }}

),

dunning_cases as (

    select * from {{ ref('int_billing__dunning_cases') }}

),

locations as (

    select * from {{ ref('stg_app_database__locations') }}

),

mrr_monthly as (

    select * from {{ ref('int_customers__mrr_monthly') }}

),

customer_map as (

    select * from {{ ref('int_identity__customer_map') }}

),

deal_companies as (

    select * from {{ ref('stg_hubspot__deal_companies') }}

),

deals as (

    select * from {{ ref('stg_hubspot__deals') }}
    where not is_deleted
        and owner_id is not null

),

-- A customer begins with its first entry in the log and ends with its deletion, if there
-- was one.
lifespans as (

    select
        account_changes.customer_id,
        cast(min(account_changes.changed_at) as date) as first_day,
        cast(max(account_changes.changed_at) filter (
            where account_changes.operation = 'delete'
        ) as date) as deleted_on

    from account_changes
    left join accounts on account_changes.customer_id = accounts.customer_id
    group by account_changes.customer_id
    having bool_or(accounts.customer_id is not null or account_changes.operation = 'delete')

),

subscription_versions as (

    {{ subscription_versions('subscription_changes') }}

),

customer_subscription_versions as (

    select
        subscription_versions.*,
        subscriptions.customer_id,
        plans.plan_name

    from subscription_versions
    inner join subscriptions on subscription_versions.subscription_id = subscriptions.subscription_id
    left join plans on subscription_versions.plan_id = plans.plan_id

),

first_payments as (

    select
        customer_id,
        cast(min(first_paid_at) as date) as first_paid_date

    from subscriptions
    group by customer_id

),

overdue_spells as (

    select
        customer_id,
        cast(started_at as date) as from_day,
        cast(ended_at as date) as to_day

    from dunning_cases

),

tier_judgements as (

    select
        customer_id,
        last_day(month) as judged_on,
        {{ customer_tier('mrr') }} as customer_tier

    from mrr_monthly
    where mrr > 0
        and last_day(month) <= {{ as_of_date() }}

),

-- Whoever opened the newest deal with the customer looks after it; the last deal of a day wins.
owner_handovers as (

    select
        customer_map.customer_id,
        deals.owner_id,
        cast(deals.created_at as date) as handed_over_on

    from deals
    inner join deal_companies on deals.deal_id = deal_companies.deal_id
    inner join customer_map on deal_companies.company_id = customer_map.company_id
    qualify row_number() over (
        partition by customer_map.customer_id, cast(deals.created_at as date)
        order by deals.created_at desc, deals.deal_id desc
    ) = 1

),

-- Every day on which something may have changed. The final step drops the days on which
-- nothing did.
candidate_days as (

    select customer_id, first_day as change_day from lifespans
    union
    select customer_id, valid_from from customer_subscription_versions
    union
    select customer_id, from_day from overdue_spells
    union
    select customer_id, to_day from overdue_spells
    union
    select customer_id, opened_date from locations
    union
    select customer_id, judged_on from tier_judgements
    union
    select customer_id, handed_over_on from owner_handovers

),

change_days as (

    select
        candidate_days.customer_id,
        candidate_days.change_day,
        lifespans.deleted_on

    from candidate_days
    inner join lifespans on candidate_days.customer_id = lifespans.customer_id
    where candidate_days.change_day >= lifespans.first_day
        and candidate_days.change_day <= {{ as_of_date() }}
        and (lifespans.deleted_on is null or candidate_days.change_day < lifespans.deleted_on)

),

-- What each source said at the end of such a day. Each is brought to one row per customer
-- and day before it is joined.
subscription_states as (

    select
        change_days.customer_id,
        change_days.change_day,
        versions.subscription_status,
        versions.plan_name,
        sum(versions.mrr) over (partition by change_days.customer_id, change_days.change_day) as mrr

    from change_days
    inner join customer_subscription_versions as versions
        on change_days.customer_id = versions.customer_id
        and versions.valid_from <= change_days.change_day
        and (change_days.change_day < versions.valid_to or versions.valid_to is null)
    qualify row_number() over (
        partition by change_days.customer_id, change_days.change_day
        order by
            {{ subscription_status_rank('versions.subscription_status') }},
            versions.mrr desc,
            versions.subscription_id desc
    ) = 1

),

overdue_states as (

    select distinct
        change_days.customer_id,
        change_days.change_day

    from change_days
    inner join overdue_spells
        on change_days.customer_id = overdue_spells.customer_id
        and overdue_spells.from_day <= change_days.change_day
        and (change_days.change_day < overdue_spells.to_day or overdue_spells.to_day is null)

),

location_states as (

    select
        change_days.customer_id,
        change_days.change_day,
        count(*) as total_locations

    from change_days
    inner join locations
        on change_days.customer_id = locations.customer_id
        and locations.opened_date <= change_days.change_day
    group by change_days.customer_id, change_days.change_day

),

tier_states as (

    select
        change_days.customer_id,
        change_days.change_day,
        tier_judgements.customer_tier

    from change_days
    inner join tier_judgements
        on change_days.customer_id = tier_judgements.customer_id
        and tier_judgements.judged_on <= change_days.change_day
    qualify row_number() over (
        partition by change_days.customer_id, change_days.change_day
        order by tier_judgements.judged_on desc
    ) = 1

),

owner_states as (

    select
        change_days.customer_id,
        change_days.change_day,
        owner_handovers.owner_id

    from change_days
    inner join owner_handovers
        on change_days.customer_id = owner_handovers.customer_id
        and owner_handovers.handed_over_on <= change_days.change_day
    qualify row_number() over (
        partition by change_days.customer_id, change_days.change_day
        order by owner_handovers.handed_over_on desc
    ) = 1

),

states as (

    select
        change_days.customer_id,
        owner_states.owner_id,
        {{ customer_status(
            'subscription_states.subscription_status',
            'coalesce(first_payments.first_paid_date <= change_days.change_day, false)'
        ) }} as customer_status,
        subscription_states.subscription_status,
        coalesce(tier_states.customer_tier, 'smb') as customer_tier,
        subscription_states.plan_name as plan,
        cast(coalesce(subscription_states.mrr, 0) as decimal(12, 2)) as monthly_recurring_revenue,
        coalesce(location_states.total_locations, 0) as total_locations,
        overdue_states.customer_id is not null as is_delinquent,
        change_days.change_day as valid_from,
        change_days.deleted_on

    from change_days
    left join first_payments on change_days.customer_id = first_payments.customer_id
    left join subscription_states
        on change_days.customer_id = subscription_states.customer_id
        and change_days.change_day = subscription_states.change_day
    left join overdue_states
        on change_days.customer_id = overdue_states.customer_id
        and change_days.change_day = overdue_states.change_day
    left join location_states
        on change_days.customer_id = location_states.customer_id
        and change_days.change_day = location_states.change_day
    left join tier_states
        on change_days.customer_id = tier_states.customer_id
        and change_days.change_day = tier_states.change_day
    left join owner_states
        on change_days.customer_id = owner_states.customer_id
        and change_days.change_day = owner_states.change_day

),

compared as (

    select
        *,
        lag(owner_id) over by_customer as previous_owner_id,
        lag(customer_status) over by_customer as previous_status,
        lag(subscription_status) over by_customer as previous_subscription_status,
        lag(customer_tier) over by_customer as previous_tier,
        lag(plan) over by_customer as previous_plan,
        lag(monthly_recurring_revenue) over by_customer as previous_mrr,
        lag(total_locations) over by_customer as previous_locations,
        lag(is_delinquent) over by_customer as previous_delinquent,
        lag(valid_from) over by_customer is null as is_first

    from states
    window by_customer as (partition by customer_id order by valid_from)

),

-- Only real changes become versions, and only now the ends are known: a version ends where
-- the next one starts.
versions as (

    select
        *,
        coalesce(
            lead(valid_from) over (partition by customer_id order by valid_from), deleted_on
        ) as valid_to

    from compared
    where is_first
        or customer_status is distinct from previous_status
        or subscription_status is distinct from previous_subscription_status
        or customer_tier is distinct from previous_tier
        or plan is distinct from previous_plan
        or monthly_recurring_revenue is distinct from previous_mrr
        or total_locations is distinct from previous_locations
        or is_delinquent is distinct from previous_delinquent
        or owner_id is distinct from previous_owner_id

),

final as (

    select
        {{ surrogate_key(['customer_id', 'valid_from']) }} as customer_history_id,
        customer_id,
        owner_id,
        customer_status,
        subscription_status,
        customer_tier,
        plan,
        case
            when is_first then 'created'
            when customer_status is distinct from previous_status
                or subscription_status is distinct from previous_subscription_status then 'status'
            when plan is distinct from previous_plan then 'plan'
            when monthly_recurring_revenue is distinct from previous_mrr then 'revenue'
            when is_delinquent is distinct from previous_delinquent then 'payment'
            when total_locations is distinct from previous_locations then 'locations'
            when owner_id is distinct from previous_owner_id then 'owner'
            else 'tier'
        end as change_type,
        case when not is_first then concat_ws(', ',
            case when customer_status is distinct from previous_status then 'customer_status' end,
            case
                when subscription_status is distinct from previous_subscription_status
                    then 'subscription_status'
            end,
            case when customer_tier is distinct from previous_tier then 'customer_tier' end,
            case when plan is distinct from previous_plan then 'plan' end,
            case
                when monthly_recurring_revenue is distinct from previous_mrr
                    then 'monthly_recurring_revenue'
            end,
            case when total_locations is distinct from previous_locations then 'total_locations' end,
            case when is_delinquent is distinct from previous_delinquent then 'is_delinquent' end,
            case when owner_id is distinct from previous_owner_id then 'owner_id' end
        ) end as changed_columns,
        previous_status,
        previous_plan,
        monthly_recurring_revenue,
        previous_mrr,
        total_locations,
        is_delinquent,
        valid_to is null as is_current,
        valid_from,
        valid_to

    from versions

)

select * from final
order by customer_id, valid_from
