select 'south' as colour, '{{ helper() }}' as painted, '{{ var("colour", "none") }}' as extra
