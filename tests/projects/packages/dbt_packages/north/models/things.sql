select '{{ var("colour") }}' as colour, '{{ north.paint() }}' as painted, '{{ var("size") }}' as extra
