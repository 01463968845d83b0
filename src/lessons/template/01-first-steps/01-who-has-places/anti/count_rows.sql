-- code: M-COUNTROWS
-- headline: {n} {are} said to have one place too many.
-- feedback: After a left join {key} has one row, without a place in it. count(*) counts that row.
--   Which column is filled only where there is a place?
select accounts.customer_id, accounts.account_name, count(*) as places
from {{ ref('stg_app_database__accounts') }} as accounts
left join {{ ref('stg_app_database__locations') }} as locations using (customer_id)
group by all
