{#- Hooks. `transaction` says whether a hook runs inside the model's transaction. -#}

{% macro run_hooks(hooks, inside_transaction=true) -%}
    {%- for hook in hooks | selectattr('transaction', 'equalto', inside_transaction) -%}
        {%- set sql = render(hook.get('sql')) | trim -%}
        {%- if sql -%}
            {% call statement(auto_begin=inside_transaction) -%}{{ sql }}{%- endcall %}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro make_hook_config(sql, inside_transaction) -%}
    {{ return(tojson({'sql': sql, 'transaction': inside_transaction})) }}
{%- endmacro %}

{% macro before_begin(sql) -%}{{ return(make_hook_config(sql, inside_transaction=false)) }}{%- endmacro %}
{% macro in_transaction(sql) -%}{{ return(make_hook_config(sql, inside_transaction=true)) }}{%- endmacro %}
{% macro after_commit(sql) -%}{{ return(make_hook_config(sql, inside_transaction=false)) }}{%- endmacro %}

{#- Checks a query without running it. -#}
{% macro validate_sql(sql) -%}
    {{ return(adapter.dispatch('validate_sql', 'dbt')(sql)) }}
{%- endmacro %}

{% macro default__validate_sql(sql) -%}
    {% call statement('validate_sql') -%}explain {{ sql }}{%- endcall %}
    {{ return(load_result('validate_sql')) }}
{%- endmacro %}
