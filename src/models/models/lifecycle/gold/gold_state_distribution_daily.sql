-- One row per day, kind of entity and state that occurs on it. The states of a day sum to all
-- who had signed up by then.
with

states as (

    select date_day as metric_date, 'user' as entity_type, platform_state as state
    from {{ ref('silver_user_state_history') }}

    union all

    select date_day, 'account', current_state
    from {{ ref('silver_account_state_history') }}

),

entered as (

    select transitioned_at as metric_date, 'user' as entity_type, to_state as state, count(*) as entered
    from {{ ref('silver_user_state_transitions') }}
    group by transitioned_at, to_state

),

counted as (

    select metric_date, entity_type, state, count(*) as entities
    from states
    group by metric_date, entity_type, state

),

final as (

    select
        counted.metric_date,
        case counted.entity_type
            when 'user' then '{{ metric_title("Users", "Present", "Daily", "State") }}'
            else '{{ metric_title("Accounts", "Present", "Daily", "State") }}'
        end as metric_name,
        counted.entity_type,
        counted.state,
        cast(counted.entities as integer) as entities,
        {{ share(
            'counted.entities',
            'sum(counted.entities) over (partition by counted.metric_date, counted.entity_type)'
        ) }} as share,
        case
            when counted.entity_type = 'user' then cast(coalesce(entered.entered, 0) as integer)
        end as entered

    from counted
    left join entered
        on counted.metric_date = entered.metric_date
        and counted.entity_type = entered.entity_type
        and counted.state = entered.state

)

select * from final
