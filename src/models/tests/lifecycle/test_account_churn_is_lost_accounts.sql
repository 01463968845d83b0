-- Customers lost and trials lost, over all months, are the steps into churned.
with

steps as (

    select
        count(*) filter (where from_state <> 'trial') as churned,
        count(*) filter (where from_state = 'trial') as trial_lost

    from {{ ref('silver_account_state_transitions') }}
    where to_state = 'churned'

),

months as (

    select
        coalesce(sum(accounts_churned), 0) as churned,
        coalesce(sum(accounts_trial_lost), 0) as trial_lost

    from {{ ref('gold_accounts_churned_monthly') }}
    where subscription_tier = 'all'

)

select * from steps
inner join months
    on steps.churned <> months.churned
    or steps.trial_lost <> months.trial_lost
