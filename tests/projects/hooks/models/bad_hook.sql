{{ config(post_hook='select * from nowhere') }} select 1 as id
