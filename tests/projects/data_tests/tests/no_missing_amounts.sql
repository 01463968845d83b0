{{ config(severity='warn', tags=['soft']) }} select * from {{ ref('t') }} where amount is null
