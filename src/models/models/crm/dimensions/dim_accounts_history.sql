-- One row per account of the shop and version (Type 2): what was true from valid_from until the
-- day before valid_to, which is NULL for the version in force.
{{ config(
    tags=['pattern:scd2'],
    indexes=[{'columns': ['account_id', 'valid_from']}, {'columns': ['customer_id']}],
) }}

with

accounts as (

    select * from {{ ref('stg_crm_accounts') }}
    where cast(created_at as date) <= {{ as_of_date() }}

),

-- The shop keeps only what is so now. What was so before stands in the log of the same company's account in the
-- application.
logged_changes as (

    select
        accounts.account_id,
        changes.changed_at as happened_at,
        changes.lsn,
        changes.column_name,
        changes.old_value,
        changes.new_value

    from {{ ref('stg_app_database__account_changes') }} as changes
    inner join accounts on changes.customer_id = accounts.customer_id
    where changes.operation = 'update'
        and changes.column_name in ('name', 'status', 'annual_revenue')
        and cast(changes.changed_at as date) <= {{ as_of_date() }}

),

-- Before its first change a value was the old one of that change; what never changed has always been as it is now. A
-- company that pays nothing yet is in trial.
first_values as (

    select
        accounts.account_id,
        coalesce(
            arg_min(changes.old_value, changes.lsn) filter (where changes.column_name = 'name'), accounts.account_name
        ) as account_name,
        coalesce(
            arg_min(changes.old_value, changes.lsn) filter (where changes.column_name = 'status'), 'trial'
        ) as application_status,
        coalesce(
            arg_min(changes.old_value, changes.lsn) filter (where changes.column_name = 'annual_revenue'),
            cast(accounts.annual_revenue as varchar)
        ) as annual_revenue

    from accounts
    left join logged_changes as changes on accounts.account_id = changes.account_id
    group by accounts.account_id, accounts.account_name, accounts.annual_revenue

),

application_entries as (

    -- "-infinity" puts the first values before every change.
    select
        account_id,
        cast('-infinity' as timestamp) as happened_at,
        0 as lsn,
        account_name,
        application_status,
        annual_revenue

    from first_values

    union all

    select
        account_id,
        happened_at,
        lsn,
        case when column_name = 'name' then new_value end as account_name,
        case when column_name = 'status' then new_value end as application_status,
        case when column_name = 'annual_revenue' then new_value end as annual_revenue

    from logged_changes

),

-- An entry names one column; the others are as they were.
application_states as (

    select
        account_id,
        happened_at,
        lsn,
        trim(last_value(account_name ignore nulls) over so_far) as account_name,
        lower(trim(last_value(application_status ignore nulls) over so_far)) as application_status,
        cast(last_value(annual_revenue ignore nulls) over so_far as bigint) as annual_revenue

    from application_entries
    window so_far as (
        partition by account_id order by lsn
        rows between unbounded preceding and current row
    )

),

known_states as (

    -- What happened before the shop entered the company is how the shop found it.
    select
        accounts.account_id,
        accounts.customer_id,
        accounts.account_owner,
        states.account_name,
        -- Who uses the application is active; whether it also bought of the shop, the log does not say.
        case
            when accounts.customer_id is null or states.application_status = 'trial' then 'prospect'
            when states.application_status = 'churned' then 'churned'
            else 'active'
        end as account_status,
        {{ revenue_segment('states.annual_revenue') }} as revenue_segment,
        false as is_own_record,
        states.lsn,
        greatest(states.happened_at, accounts.created_at) as changed_at

    from application_states as states
    inner join accounts on states.account_id = accounts.account_id

    union all

    -- The shop's own record has the last word, from its last change on.
    select
        account_id,
        customer_id,
        account_owner,
        account_name,
        account_status,
        {{ revenue_segment('annual_revenue') }} as revenue_segment,
        true as is_own_record,
        null as lsn,
        greatest(updated_at, created_at) as changed_at

    from accounts

),

versions as (

    {{ scd2_from_changes(
        'known_states',
        key='account_id',
        changed_at='changed_at',
        columns=['account_name', 'account_status', 'revenue_segment', 'account_owner'],
        order_by=['is_own_record', 'lsn'],
        keep=['customer_id']
    ) }}

),

final as (

    select
        {{ surrogate_key(['account_id', 'valid_from']) }} as account_history_id,
        account_id,
        customer_id,
        account_name,
        account_status,
        {{ account_category('account_status') }} as account_category,
        revenue_segment,
        account_owner,
        case
            when is_first_version then 'created'
            when account_status is distinct from previous_account_status then 'status'
            when revenue_segment is distinct from previous_revenue_segment then 'segment'
            else 'name'
        end as change_type,
        changed_columns,
        previous_account_name,
        previous_account_status,
        previous_revenue_segment,
        is_current,
        valid_from,
        valid_to

    from versions

)

select * from final
