{#-
    A subscription's change log as versions, one per subscription and day on which something changed: the last change of a day
    wins. `changes` is the name of a CTE or relation with the columns of stg_app_database__subscription_changes.
    A version holds from valid_from until the day before valid_to; valid_to is NULL for the version in force.
-#}
{%- macro subscription_versions(changes) -%}
    select
        subscription_id,
        to_plan_id as plan_id,
        -- An upgrade or a new quantity does not touch the status: it keeps what the last such event said.
        last_value(case event_type
            when 'trial_start' then 'trialing'
            when 'convert' then 'active'
            when 'pause' then 'paused'
            when 'resume' then 'active'
            when 'past_due' then 'past_due'
            when 'recover' then 'active'
            when 'cancel' then 'canceled'
            when 'reactivate' then 'active'
        end ignore nulls) over (
            partition by subscription_id order by changed_at, change_id
            rows between unbounded preceding and current row
        ) as subscription_status,
        to_quantity as quantity,
        mrr_after as mrr,
        cast(changed_at as date) as valid_from,
        lead(cast(changed_at as date)) over (
            partition by subscription_id order by changed_at, change_id
        ) as valid_to

    from {{ changes }}
    qualify valid_to is null or valid_to > valid_from
{%- endmacro -%}
