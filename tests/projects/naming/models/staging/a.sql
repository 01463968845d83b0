select 1 as id, '{{ this }}' as me, '{{ this.schema }}' as my_schema, '{{ this.identifier }}' as my_name, '{{ model.alias }}' as my_alias
