{#-
    A closer look at a model, asked for on the command line and run as a hook after it: `--vars '{debug: true}'` tells in the
    log what the model has become, `--vars '{profile: true}'` how its query spent its time. Otherwise the hook is empty.
-#}
{%- macro model_diagnostics() -%}
    {%- if execute and var('debug') -%}{%- do log_table_summary() -%}{%- endif -%}
    {%- if execute and var('profile') -%}{%- do log_query_profile() -%}{%- endif -%}
{%- endmacro -%}

{#- Per column its type, the rows, the share of NULLs, about how many different values, and the range. -#}
{%- macro log_table_summary() -%}
    {%- do log('debug: ' ~ this ~ ', ' ~ model.config.materialized, info=true) -%}
    {%- for row in run_query('summarize select * from ' ~ this).rows -%}
        {%- do log(
            'debug:   ' ~ row['column_name'] ~ ' ' ~ row['column_type']
            ~ ', ' ~ row['count'] ~ ' rows, ' ~ row['null_percentage'] ~ ' % NULL, about ' ~ row['approx_unique']
            ~ ' different, from ' ~ row['min'] ~ ' to ' ~ row['max'],
            info=true
        ) -%}
    {%- endfor -%}
{%- endmacro -%}

{#- The query once more, under EXPLAIN ANALYZE: each step with its rows and its time. -#}
{%- macro log_query_profile() -%}
    {%- for row in run_query('explain analyze ' ~ model.compiled_code).rows -%}
        {%- do log('profile: ' ~ this ~ '\n' ~ row[1], info=true) -%}
    {%- endfor -%}
{%- endmacro -%}
