{% macro shop__thinned() %}thinned by shop{% endmacro %}
{% macro duckdb__mixed() %}mixed by shop for duckdb{% endmacro %}
{% macro show_stg_config() %}{{ log(graph.nodes['model.north.stg_north'].config.materialized, info=true) }}{% endmacro %}
