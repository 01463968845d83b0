-- code: M-UNIQUEONLY
-- headline: {n} survive, first: {first}.
-- feedback: Two versions with one start are caught. But versions may overlap without beginning together. When does an earlier one
--   reach into a later one?
select account_id, dbt_valid_from
from {{ ref('snap_crm_accounts') }}
group by account_id, dbt_valid_from
having count(*) > 1
