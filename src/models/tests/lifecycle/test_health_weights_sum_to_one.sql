-- The weights of each variant of the account's health sum to 1, and the variant in use exists.
select variant, sum(weight) as weights
from {{ ref('seed_health_weights') }}
group by variant
having sum(weight) <> 1

union all

select '{{ var("account_health_variant") }}', 0
where '{{ var("account_health_variant") }}' not in (select variant from {{ ref('seed_health_weights') }})
