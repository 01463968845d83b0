-- code: M-ONEOPEN
-- headline: Sound data are objected to.
-- feedback: The test wants exactly one open version of each account. A deleted account has none, and that is right. What may it not
--   have?
select account_id
from {{ ref('snap_crm_accounts') }}
group by account_id
having count(*) filter (where dbt_valid_to is null) <> 1
