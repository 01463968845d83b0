{{ config({'tags': ['old']}) }} select 1 as id
