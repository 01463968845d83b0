{% set found = dbt_utils.get_query_results_as_dict("select id, customer from " ~ ref('orders') ~ " order by id") %}
{% set columns = dbt_utils.get_filtered_columns_in_relation(from=ref('orders'), except=['id']) %}
{% set values = dbt_utils.get_column_values(table=ref('orders'), column='customer', order_by='count(*) desc', max_records=1, default=['none'], where="id > 0") %}
select '{{ found | string | replace("'", "") }}' as found, '{{ columns | join(",") }}' as columns, '{{ values | join(",") }}' as values_found
