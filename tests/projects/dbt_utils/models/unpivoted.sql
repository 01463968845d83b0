{{ dbt_utils.unpivot(ref('orders'), cast_to='varchar', exclude=['id'], remove=['ordered_at'], field_name='f', value_name='v') }}
