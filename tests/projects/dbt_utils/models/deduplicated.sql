{{ dbt_utils.deduplicate(relation=ref('orders'), partition_by='customer', order_by='ordered_at desc, id desc') }}
