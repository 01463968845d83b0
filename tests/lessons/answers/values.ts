/**
 * What counts as the same value: types of one family, tolerances, NULL, spelling, nested values. Each exercise asks for the rows of its
 * table as they are, so that an answer differs from the solution in one column only.
 */
import type { AnsweredExercise } from "./exercises.ts";

const entries = "{{ ref('entries') }}";
const ENTRY_COLUMNS = ["entry_id", "amount", "share", "day", "is_paid", "note"];

/** The entries with one column said otherwise. */
function entry(column: string, expression: string): string {
  const columns = ENTRY_COLUMNS.map((name) => (name === column ? `${expression} as ${name}` : name));
  return `select ${columns.join(", ")} from ${entries}`;
}

export const OF_ONE_FAMILY: AnsweredExercise = {
  name: "entries as they are",
  once: true,
  tables: {
    entries: `select * from (values
      (1, 19.50::decimal(10, 2), 1 / 3, date '2025-01-31', true, 'Cash'),
      (2, 0.00, 0.25, date '2025-02-01', false, ''),
      (3, -7.25, 0.5, date '2025-02-28', true, null),
      (4, 120.75, 0.125, date '2025-03-01', false, 'card  ')
    ) as entries (entry_id, amount, share, day, is_paid, note)`,
  },
  hidden: {
    entries: `select * from (values
      (2147483647, 0.01::decimal(10, 2), 2 / 3, date '2024-02-29', false, 'Straße'),
      (6, null, null, null, null, null)
    ) as entries (entry_id, amount, share, day, is_paid, note)`,
  },
  grain: "one row for each entry",
  key: ["entry_id"],
  columns: ENTRY_COLUMNS,
  anti: {},
  right: [
    `select * from ${entries}`,
    `select note, is_paid, day, share, amount, entry_id from ${entries}`,
    `select *, amount * 2 as twice from ${entries} order by note`,
    `from ${entries}`,
    entry("entry_id", "entry_id::bigint"),
    entry("entry_id", "entry_id::hugeint"),
    entry("entry_id", "entry_id::double"),
    entry("entry_id", "entry_id::decimal(18, 0)"),
    entry("entry_id", "cast(entry_id as varchar)::integer"),
    entry("amount", "amount::double"),
    entry("amount", "amount::decimal(18, 6)"),
    entry("amount", "amount + 0.0000001"),
    entry("amount", "round(amount, 2)"),
    entry("share", "round(share, 7)"),
    entry("share", "share::decimal(18, 9)"),
    entry("share", "share::float"),
    entry("share", "share * 3 / 3"),
    entry("day", "day::timestamp"),
    entry("day", "date_trunc('day', day)"),
    entry("day", "make_date(year(day), month(day), day(day))"),
    entry("day", "day + interval 0 hour"),
    entry("is_paid", "is_paid::integer"),
    entry("is_paid", "case when is_paid then 1 when not is_paid then 0 end"),
    entry("is_paid", "not (is_paid is false) and is_paid"),
    entry("note", "note || ''"),
    entry("note", "case when note is not null then concat(note, '') end"),
    entry("note", "replace(note, 'x', 'x')"),
  ],
  wrong: [
    [null, entry("entry_id", "entry_id::varchar"), "is VARCHAR, but"],
    [null, entry("entry_id", "entry_id + 1"), "missing"],
    [null, entry("entry_id", "-entry_id"), "missing"],
    [null, entry("amount", "amount::varchar"), "is VARCHAR, but"],
    [null, entry("amount", "amount::integer"), "differs"],
    [null, entry("amount", "round(amount, 1)"), "differs"],
    [null, entry("amount", "amount + 0.00001"), "differs"],
    [null, entry("amount", "abs(amount)"), "differs"],
    [null, entry("amount", "nullif(amount, 0)"), "Only NULL"],
    ["M-CENTS", entry("amount", "amount * 100"), "100 times"],
    ["M-CENTS", entry("amount", "amount / 100"), "one hundredth"],
    ["M-INTERVAL", entry("amount", "amount * 12"), "12 times"],
    ["M-INTERVAL", entry("amount", "amount / 3"), "one third"],
    [null, entry("amount", "amount * 1.19"), "1.19 times"],
    [null, entry("share", "round(share, 3)"), "differs"],
    ["M-CENTS", entry("share", "100 * share"), "100 times"],
    [null, entry("share", "share::varchar"), "is VARCHAR, but"],
    [null, entry("share", "1 - share"), "differs"],
    [null, entry("day", "day::varchar"), "is VARCHAR, but"],
    [null, entry("day", "strftime(day, '%Y-%m-%d')"), "is VARCHAR, but"],
    [null, entry("day", "day + interval 1 hour"), "differs"],
    [null, entry("day", "day + 1"), "differs"],
    [null, entry("day", "last_day(day)"), "differs"],
    [null, entry("day", "date_trunc('month', day)"), "differs"],
    [null, entry("is_paid", "is_paid::varchar"), "is VARCHAR, but"],
    [null, entry("is_paid", "not is_paid"), "differs"],
    [null, entry("is_paid", "if(is_paid, 1, 2)"), "differs"],
    ["M-LITERAL", entry("is_paid", "coalesce(is_paid, false)"), "only NULL"],
    ["M-LITERAL", entry("amount", "coalesce(amount, 0)"), "only NULL"],
    [null, entry("note", "coalesce(note, '')"), "Only NULL"],
    [null, entry("note", "nullif(note, '')"), "Only NULL"],
    [null, entry("note", "upper(note)"), "upper and lower case"],
    [null, entry("note", "trim(note)"), "spaces"],
    [null, entry("note", "note || ' '"), "spaces"],
    [null, entry("note", "concat(note, '')"), "Only NULL"],
    ["M-LITERAL", entry("note", "replace(note, 'ß', 'ss')"), "differs"],
    [null, `select entry_id, amount, share, day, is_paid from ${entries}`, '"note" is missing'],
    [null, `select entry_id, amount, share, day, is_paid, note as remark from ${entries}`, '"note" is missing'],
    [null, `select entry_id from ${entries}`, "are missing"],
    [null, `select * from ${entries} where note is not null`, "missing"],
    [null, `select * from ${entries} where amount > 0`, "missing"],
    [null, `select * from ${entries} limit 3`, "missing"],
    ["M-GRAIN", `select * from ${entries} union all select * from ${entries}`, "twice"],
    ["M-FANOUT", `select entries.* from ${entries} as entries cross join range(3)`, "more than once"],
    [null, `select * from ${entries} union all by name select 5 as entry_id`, "does not belong"],
  ],
};

const baskets = "{{ ref('baskets') }}";

export const NESTED: AnsweredExercise = {
  name: "lists, records and large numbers",
  once: true,
  tables: {
    baskets: `select * from (values
      (1, 9007199254740993::bigint, ['tap', 'keg'], {'town': 'Bern', 'floor': 2}, 0.1::double + 0.2),
      (2, 9007199254740995::bigint, [], {'town': null, 'floor': 0}, 1e15::double)
    ) as baskets (basket_id, token, items, place, weight)`,
  },
  hidden: {},
  grain: "one row for each basket",
  key: ["basket_id"],
  columns: ["basket_id", "token", "items", "place", "weight"],
  anti: {},
  right: [
    `select * from ${baskets}`,
    `select * replace ({'floor': place.floor, 'town': place.town} as place) from ${baskets}`,
    `select * replace (list_concat(items, []) as items) from ${baskets}`,
    `select * replace (list_transform(items, lambda item: item) as items) from ${baskets}`,
    `select * replace (token::hugeint as token) from ${baskets}`,
    `select * replace (if(basket_id = 1, 0.3, weight) as weight) from ${baskets}`,
    `select * replace (if(basket_id = 2, weight + 0.5, weight) as weight) from ${baskets}`,
    `select * replace ({'town': place.town, 'floor': place.floor::double} as place) from ${baskets}`,
  ],
  wrong: [
    [null, `select * replace (token + 1 as token) from ${baskets}`, '"token" differs'],
    [null, `select * replace (list_reverse(items) as items) from ${baskets}`, '"items" differs'],
    [null, `select * replace (list_sort(items) as items) from ${baskets}`, '"items" differs'],
    [null, `select * replace (list_append(items, null) as items) from ${baskets}`, '"items" differs'],
    [null, `select * replace (array_to_string(items, ',') as items) from ${baskets}`, "is VARCHAR, but"],
    [null, `select * replace (nullif(items, []) as items) from ${baskets}`, "Only NULL"],
    [null, `select * replace ({'town': place.town, 'floor': place.floor + 1} as place) from ${baskets}`, '"place"'],
    [
      null,
      `select * replace ({'town': coalesce(place.town, ''), 'floor': place.floor} as place) from ${baskets}`,
      '"place"',
    ],
    [null, `select * replace ({'city': place.town, 'floor': place.floor} as place) from ${baskets}`, '"place"'],
    [null, `select * replace (place.town as place) from ${baskets}`, "is VARCHAR, but"],
    [null, `select * replace ('infinity'::double as weight) from ${baskets}`, '"weight" differs'],
    [
      null,
      `select * replace (weight + 0.001 as weight) from ${baskets} where basket_id = 1 union all by name select * from ${baskets} where basket_id = 2`,
      '"weight" differs',
    ],
    [null, `select * exclude (items), unnest(items) as items from ${baskets}`, "is VARCHAR, but"],
  ],
};
