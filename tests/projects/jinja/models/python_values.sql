{%- set things = {'n': none, 't': true, 'f': 1.0, 'i': 10, 'l': [1, 'a', (2,)], 's': "it's"} -%}
{%- set found = [] -%}
{%- for key, value in things.items() %}{% do found.append(key ~ '=' ~ value) %}{% endfor -%}
{%- for text in found + [
    things | string, 7 // 2, -7 // 2, 7 % -3, 2 ** 10, 7 / 2, 1e3, 10 ** 20, 'a' * 3, [1, 2] + [3], 'ab'[::-1], [1, 2, 3][-2:], 'A-b'.lower().split('-'),
    '%05.1f' % 3.14159, '{:>6}|{:,}'.format('x', 1234567), 'x' in 'xyz', 1 == 1.0, true + 1, none is none, 3 is divisibleby 3, [3, 1, 2] | sort | join(','),
    var('numbers') | map('string') | list, var('nested')['a'].b, var('day'), total(var('numbers')), pairs().a[1], pairs()['b'], early(1), early(2),
    many(1), many(1, 2, 3, 4, x=5), [{'k': 1, 'v': 'a'}, {'k': 2, 'v': 'b'}] | selectattr('k', 'gt', 1) | map(attribute='v') | list,
    range(3) | list, ['b', 'a'] | unique | list, 'text' | replace('t', 'T') | title, [1, 2, 3, 4, 5] | batch(2) | list, {'b': 1, 'a': 2} | tojson, none | default('d', true),
    zip([1, 2], ["a", "b"]) | list, set([1, 1]) | list, 'ü' | length, "a\tb", ['x'] | first, 5 | float, '12' | int + 1
  ] %}
select {{ loop.index }} as n, '{{ (text | string).replace("'", "''") }}' as text {{ 'union all' if not loop.last }}
{%- endfor %}
