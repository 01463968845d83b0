-- One row per changed column of an account: the application's change log, in the order of
-- its log sequence number.
{{ config(tags=['pattern:dedup']) }}

with

account_changes as (

    select * from {{ source('app_database', 'account_changes') }}
    {{ dedupe('change_id') }}

),

-- Entries are shipped in the order in which they were committed; one that was overtaken came
-- late. Erasures are logged apart, with the number after the account's last one.
with_next as (

    select
        *,
        min(_synced_at) over (
            partition by upper(op) <> 'D' order by lsn
            rows between 1 following and unbounded following
        ) as next_synced_at

    from account_changes

),

final as (

    select
        change_id,
        account_id as customer_id,
        case upper(op)
            when 'I' then 'insert'
            when 'U' then 'update'
            when 'D' then 'delete'
        end as operation,
        case column_name
            when 'parent_account_id' then 'parent_customer_id'
            else column_name
        end as column_name,
        old_value,
        new_value,
        lsn,
        {{ dq_flags([
            "upper(op) not in ('I', 'U', 'D')",
            "upper(op) = 'U' and old_value is not distinct from new_value",
            "upper(op) <> 'D' and _synced_at > next_synced_at",
        ]) }} as dq_flags,
        changed_at,
        {{ stg_loaded_at() }} as _stg_loaded_at

    from with_next
    where not {{ is_test_account('account_id') }}

)

select * from final
