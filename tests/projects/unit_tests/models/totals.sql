select users.id, prices.price * {{ var('rate') }} as amount from {{ ref('users') }} as users left join {{ ref('prices') }} as prices using (id)
