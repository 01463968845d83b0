-- code: M-GRAIN
-- headline: {n} {are} put together with somebody else.
-- feedback: Two customers may bear one name. The result has one row for each name, and {key} shares its row.
--   What tells one customer from another?
select min(accounts.customer_id) as customer_id, accounts.account_name, count(locations.location_id) as places
from {{ ref('stg_app_database__accounts') }} as accounts
left join {{ ref('stg_app_database__locations') }} as locations using (customer_id)
group by accounts.account_name
