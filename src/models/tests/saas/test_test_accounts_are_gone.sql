-- The company's own test accounts, and everything that hangs on them, do not get past the
-- staging of accounts and subscriptions.
with

test_accounts as (

    select accounts.id as customer_id
    from {{ source('app_database', 'accounts') }} as accounts
    where lower(accounts.email) like '%@taplab.example%'

)

select
    'stg_app_database__accounts' as model,
    customer_id

from {{ ref('stg_app_database__accounts') }}
where customer_id in (select customer_id from test_accounts)

union all

select
    'stg_app_database__account_changes' as model,
    customer_id

from {{ ref('stg_app_database__account_changes') }}
where customer_id in (select customer_id from test_accounts)

union all

select
    'stg_app_database__subscriptions' as model,
    customer_id

from {{ ref('stg_app_database__subscriptions') }}
where customer_id in (select customer_id from test_accounts)

union all

select
    'entity_customers_history' as model,
    customer_id

from {{ ref('entity_customers_history') }}
where customer_id in (select customer_id from test_accounts)
