-- Every customer stands in one group: its root is a root, and its depth is one more than
-- its parent's.
select
    hierarchy.customer_id,
    hierarchy.root_customer_id,
    hierarchy.depth

from {{ ref('int_customers__hierarchy') }} as hierarchy
left join {{ ref('int_customers__hierarchy') }} as roots on hierarchy.root_customer_id = roots.customer_id
left join {{ ref('int_customers__hierarchy') }} as parents on hierarchy.parent_customer_id = parents.customer_id
where roots.parent_customer_id is not null
    or hierarchy.depth is distinct from coalesce(parents.depth + 1, 0)
    or hierarchy.root_customer_id is distinct from coalesce(parents.root_customer_id, hierarchy.customer_id)
