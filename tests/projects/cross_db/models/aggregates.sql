select
    id,
    {{ bool_or('flag') }} as any_flag,
    {{ listagg('word', "'; '", 'order by word desc') }} as words,
    {{ listagg('distinct id', "','") }} as distinct_ids,
    {{ listagg('word', "','", 'order by word', 1) }} as first_word,
    {{ any_value('id') }} as some_id,
    {{ array_append(array_construct([1, 2]), 3) }} as numbers,
    {{ array_concat(array_construct(["'x'"]), array_construct(["'y'"])) }} as texts,
    {{ array_construct([], 'integer') }} as nothing
from {{ ref('base') }}
group by id
