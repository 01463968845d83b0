-- The rules name events [product]_[action]_[object].
select event_type
from {{ ref('seed_product_event_rules') }}
where not {{ is_event_name('event_type') }}
