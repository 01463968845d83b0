{%- set dt = modules.datetime -%}
{%- set day = dt.datetime(2024, 2, 28, 13, 5, 9) + dt.timedelta(days=2, hours=12) -%}
{%- set texts = [day, day.isoformat(), day.strftime('%d.%m.%Y %H:%M %j %A %b'), dt.datetime.strptime('2024-03-01', '%Y-%m-%d').date(), (dt.date(2024, 3, 1) - dt.date(2023, 3, 1)).days,
    dt.date(2024, 12, 30).isocalendar()[1], day.replace(day=1).weekday(), dt.timedelta(minutes=90), dt.datetime(2024, 1, 1) < day,
    modules.re.sub('[^a-z]+', '_', 'a--b c'), modules.re.match('(?P<x>\\d+)-(\\w)', '12-z').groups(), modules.re.findall('[a-c]', 'abcd'), modules.re.match('x', 'y'), modules.re.sub('(?i)(?s)A.B', '-', 'xa\nby'), modules.re.split('\\s*,\\s*', 'a , b,c'),
    modules.itertools.product('ab', [1, 2]) | list, modules.itertools.chain([1], [2]) | list, modules.itertools.combinations([1, 2, 3], 2) | list, modules.pytz.utc.localize(dt.datetime(2024, 1, 1)).isoformat(),
    modules.pytz.timezone('Europe/Berlin').localize(dt.datetime(2024, 7, 1)).astimezone(modules.pytz.utc),
    fromjson('{"a": [1, 2.5, null, true]}'), tojson({'a': [1, none]}), fromyaml('a: [1, x]\nb: 2024-01-01'), toyaml({'a': [1, 2]}) | trim, set_strict([1, 2]) | sort, zip_strict([1], ['a']) | list,
    local_md5('abc'), env_var('NOT_SET_ANYWHERE', 'fallback'), dbt_version[:2], invocation_id | length, target.name, target.type, project_name, flags.FULL_REFRESH, print('printed'), this.name] -%}
{%- for text in texts %}
select {{ loop.index }} as n, '{{ (text | string).replace("'", "''") }}' as text {{ 'union all' if not loop.last }}
{%- endfor %}
