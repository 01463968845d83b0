-- code: M-STRICTSTART
-- headline: {n} survive, first: {first}.
-- feedback: Pairs are compared only if the one begins later than the other. An account that comes back as it was has two versions
--   with the same start, and both dates and both hashes are alike. What puts them into an order all the same?
select earlier.account_id
from {{ ref('snap_crm_accounts') }} as earlier
inner join {{ ref('snap_crm_accounts') }} as later
    on earlier.account_id = later.account_id
    and earlier.dbt_valid_from < later.dbt_valid_from
    and (earlier.dbt_valid_to is null or later.dbt_valid_from < earlier.dbt_valid_to)
union all
select account_id from {{ ref('snap_crm_accounts') }}
where dbt_valid_to <= dbt_valid_from
