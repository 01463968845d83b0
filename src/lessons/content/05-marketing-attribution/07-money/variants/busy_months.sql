-- title: many customers in one month
-- relation: int_campaigns__attribution
-- All conversions of a quarter fall into its first month, so that a channel has many customers there and none in the next.
select * replace (date_trunc('quarter', converted_at) as converted_at)
from {{ ref('int_campaigns__attribution') }}
