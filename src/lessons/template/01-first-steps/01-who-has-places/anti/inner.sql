-- code: M-INNERLOSS
-- headline: {n} {are} missing.
-- feedback: {key} has no place, and an inner join keeps pairs only.
--   Which table must keep all its rows?
select accounts.customer_id, accounts.account_name, count(locations.location_id) as places
from {{ ref('stg_app_database__accounts') }} as accounts
inner join {{ ref('stg_app_database__locations') }} as locations using (customer_id)
group by all
