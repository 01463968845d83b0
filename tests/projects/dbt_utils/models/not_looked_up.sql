select '{{ dbt_utils.get_column_values(table=api.Relation.create(database=target.database, schema=target.schema, identifier='not_there'), column='x', default=['fallback']) | join(',') }}' as missing
