{{ config(store_failures=true, fail_calc='sum(amount)', error_if='>100', warn_if='>5') }} select amount from {{ ref('t') }} where amount > 0
