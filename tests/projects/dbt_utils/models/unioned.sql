{{ dbt_utils.union_relations(relations=[ref('orders'), ref('refunds')], exclude=['ordered_at'], column_override={'reason': 'varchar(100)'}, where='id > 1') }}
