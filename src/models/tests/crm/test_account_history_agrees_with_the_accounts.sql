-- The version in force says what dim_accounts says, and every account has one.
with

in_force as (

    select account_id, customer_id, account_name, account_status, account_category, revenue_segment, account_owner
    from {{ ref('dim_accounts_history') }}
    where is_current

),

today as (

    select account_id, customer_id, account_name, account_status, account_category, revenue_segment, account_owner
    from {{ ref('dim_accounts') }}
    where cast(created_at as date) <= {{ as_of_date() }}

)

(select * from in_force except select * from today)
union all
(select * from today except select * from in_force)
