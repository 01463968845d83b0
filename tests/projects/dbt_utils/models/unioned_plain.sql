{{ dbt_utils.union_relations([ref('orders'), ref('refunds')], include=['id', 'amount'], source_column_name=none) }}
