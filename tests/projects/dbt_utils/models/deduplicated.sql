{{ dbt_utils.deduplicate(relation=ref('validity'), partition_by='k', order_by='valid_from desc') }}
