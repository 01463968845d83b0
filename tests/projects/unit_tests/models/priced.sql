select users.id, users.email, prices.price * {{ var('rate') }} * {{ discount() }} as amount, '{{ env_var("UNIT_CITY", "Ulm") }}' as city
from {{ ref('loud_users') }} as users left join {{ ref('prices') }} as prices using (id)
