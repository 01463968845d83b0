{#- The models of attribution, from the ones that look at one touch only to the ones that look at all journeys. -#}
{%- macro attribution_models() -%}
    {{ return([
        'first_touch', 'last_touch', 'last_non_direct', 'linear', 'time_decay', 'position_based', 'w_shaped', 'markov',
        'shapley',
    ]) }}
{%- endmacro -%}
