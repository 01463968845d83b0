/**
 * What each interactive of the Learn surface reads: names of its queries with the columns that they return, the `$parameters` that
 * it fills into them, and the options that it takes. `verify` holds every play against this list. The component itself lies in
 * `src/app/learn/interactives/<name>/` and is named in `registry.ts` there.
 */

export interface InteractiveContract {
  readonly queries: Readonly<Record<string, { readonly columns: readonly string[]; readonly optional?: true }>>;
  /** Names without the `$`. */
  readonly params?: readonly string[];
  /** Name -> what it does. */
  readonly options?: Readonly<Record<string, string>>;
}

export const INTERACTIVES: Readonly<Record<string, InteractiveContract>> = {
  "time-slider": {
    queries: {
      customers: { columns: ["customer_id", "customer_name", "versions"] },
      history: {
        columns: ["plan", "subscription_status", "monthly_recurring_revenue", "valid_from", "valid_to"],
      },
      daily: { columns: ["date_day", "plan", "subscription_status", "monthly_recurring_revenue"], optional: true },
      atomic: { columns: ["plan", "subscription_status", "monthly_recurring_revenue", "as_of_date"] },
      /** With option rule: MRR of all customers on $day, by plan, with the half-open rule and with BETWEEN. */
      totals: { columns: ["plan", "half_open_mrr", "between_mrr"], optional: true },
    },
    params: ["customer", "day"],
    options: {
      rule: "“choose”: compare the half-open rule with BETWEEN, instead of the three tables with each other",
    },
  },
  /** Versions as bars on one axis, with the rows that they come from, or that are matched to them, above. Times or plain numbers. */
  "interval-bars": {
    queries: {
      /** What can be chosen; fills $key. Without it there is nothing to choose. */
      keys: { columns: ["key", "label"], optional: true },
      /** One bar for each row. valid_to NULL: open. A lane is a line of bars; its text is its name. */
      bars: { columns: ["lane", "value", "valid_from", "valid_to"] },
      /** One mark for each row, above the bars of its lane; mark is its id, a number or a text. */
      marks: { columns: ["lane", "mark", "marked_at", "value"], optional: true },
      /** Which bars each mark is matched to: drawn as lines, and counted as the rows of a join. */
      links: { columns: ["mark", "lane", "valid_from"], optional: true },
      /** The ends of the axis; else the first and last moment of bars and marks. An open bar reaches to the end. */
      range: { columns: ["first_at", "last_at"], optional: true },
    },
    /** $mark and $shift: the mark that was moved, and by how many days; 0 when none was. */
    params: ["key", "mode", "mark", "shift"],
    options: {
      modes: "What can be switched between; fills $mode: “close = A missing day ends it | carry = It goes on”",
      modes_label: "What is switched",
      marks: "“points” (default), or “days”: a cell for each day",
      marks_label: "What one mark is, for example “event”",
      shift: "How many days a mark can be moved to either side; without it marks stay where they are",
      unit: "What an axis of plain numbers counts, for example “days”",
    },
  },
  /** The CTEs of a finished model or query, one after another, each with its rows and whether its key repeats. */
  "cte-stepper": {
    queries: {
      /** A query with CTEs. Without it the model of the option is shown. */
      query: { columns: [], optional: true },
    },
    options: {
      model: "The model whose CTEs are shown",
      keys: "The key of each CTE: “accounts = id | final = customer_id, day”",
      why: "One sentence for each CTE: “accounts = One row for each id. | final = …”",
    },
  },
  /** What stands before and behind a model; a selector lights up what it takes. */
  "lineage-focus": {
    queries: {
      /** Rows, different keys and the claimed grain of models, shown at their cards. */
      grain: { columns: ["model", "grain", "key", "row_count", "key_count"], optional: true },
    },
    options: {
      focus: "The model in the middle at first",
      selectors:
        "Selectors to try: “+entity_customers | entity_customers+”; without it those of the model in the middle",
    },
  },
  /** A query cut after each of its joins: rows, key and total as they grow, beside the same with children aggregated first. */
  "join-stepper": {
    queries: {
      /** A query whose CTEs are the steps. Each step that is shown has the column of option key. */
      direct: { columns: [] },
      /** The same done right, with steps of its own. */
      aggregated: { columns: [], optional: true },
    },
    options: {
      key: "The column that ought to stay unique",
      measure: "The column that is added up",
      measure_label: "What the sum is called",
      steps: "CTEs of direct that are steps, with what is joined: “customers = customers | with_devices = + devices”",
      aggregated_steps: "The same for aggregated",
      tabs: "Names of the two ways: “direct = Joined at once | aggregated = Aggregated first”",
    },
  },
  /** Questions to lay on piles; each reply says what the pile's table can and cannot answer. */
  "card-sort": {
    queries: {
      /** reply: why it belongs there. */
      cards: { columns: ["card", "question", "pile", "reply"] },
      piles: { columns: ["pile", "title", "grain", "row_count"] },
      /** Replies to a card on a pile where it does not belong. */
      wrong: { columns: ["card", "pile", "reply"], optional: true },
    },
  },
  /** What a table for each day costs, by customers, features and days; and what a changed definition does to its past. */
  "storage-calculator": {
    queries: {
      /** One row: what is there now. versions: rows of the history. */
      measured: { columns: ["customers", "features", "days", "versions"] },
      /** Makes one feature of the daily table and returns how many rows it went over; its time is taken. */
      rebuild: { columns: ["row_count"], optional: true },
      /** One row for each month in order: rows of the daily table, and a feature by both definitions. */
      drift: { columns: ["month", "row_count", "old_value", "new_value"], optional: true },
    },
    options: {
      feature: "Name of the feature whose definition changes",
      old: "The old definition in words",
      new: "The new definition in words",
      bytes: "Bytes of one value; 8 by default",
    },
  },
  /** Weights of a score, always 1 in sum; the table ranks itself again, and bands fill and empty. */
  "score-tuner": {
    queries: {
      /** One row for each thing and component; value from 0 to 1. */
      parts: { columns: ["id", "name", "component", "value"] },
      weights: { columns: ["component", "label", "weight"] },
      /** A score cannot be higher than the ceiling of its id. */
      ceilings: { columns: ["id", "ceiling"], optional: true },
      /** Lower ends of the bands; the lowest begins at 0. */
      bands: { columns: ["band", "from_score"] },
    },
    options: {
      rows: "Rows of the ranking; 12 by default",
      thing: "What has a score, in the plural: “customers”",
      score: "What the score is called",
    },
  },
  /** A triangle of rates by cohort and age. What has not happened yet is hatched. A column newcomers brings the switch. */
  "cohort-heatmap": {
    queries: {
      /**
       * numerator NULL: it cannot be known yet. May return newcomers as well: what those add who were not in the cohort, which a
       * switch counts in, wrongly.
       */
      cells: { columns: ["measure", "cohort", "age", "numerator", "denominator"] },
    },
    options: {
      measures: "Names of the measures, and their order: “nrr = Net retention | grr = Gross retention”",
      why: "One sentence for each measure: “nrr = … | grr = …”",
      age: "What an age counts, in the singular: “month”",
      unit: "What numerator and denominator count: “USD”, “customers”",
      newcomers: "What the switch says",
    },
  },
  /** One customer from deal to payment; each step shows the row that it left behind, and in which table. */
  "order-journey": {
    queries: {
      customers: { columns: ["customer_id", "customer_name"] },
      /** In order. happened_at NULL: this customer never got there. */
      steps: { columns: ["step", "title", "happened_at", "table_name", "why"] },
      /** The rows of all steps, a line for each of their columns. is_link: a value that leads to the step before. */
      records: { columns: ["step", "column_name", "value", "is_link"] },
    },
    params: ["customer"],
  },
  /** Moments on a line, put together to sessions where the gap between two is not greater than the threshold. */
  "gap-threshold": {
    queries: {
      devices: { columns: ["device_id", "device_name"] },
      events: { columns: ["event_at"] },
      sessions: { columns: ["session", "started_at", "ended_at", "events"] },
      /** What was really so, as a lane to compare with. */
      truth: { columns: ["started_at", "ended_at"], optional: true },
      /** Sessions by threshold. */
      curve: { columns: ["gap", "sessions"], optional: true },
    },
    params: ["device", "gap"],
    options: {
      min: "Lowest threshold in minutes; 5 by default",
      max: "Highest threshold in minutes; 60 by default",
      step: "Step in minutes; 5 by default",
      start: "Threshold at first; 15 by default",
      event: "What a moment is, in the singular: “heartbeat”",
      truth: "What the lane of truth is called",
    },
  },
  /** State intervals under a window that is moved and stretched; what counts above and below the line is shaded. */
  "uptime-brush": {
    queries: {
      devices: { columns: ["device_id", "device_name"] },
      /** valid_to NULL: open. */
      states: { columns: ["state", "valid_from", "valid_to"] },
      uptime: { columns: ["online_seconds", "observed_seconds"] },
      /** All devices in the window, both ways of pooling. */
      fleet: { columns: ["devices", "mean_of_ratios", "ratio_of_sums"], optional: true },
      /** More of the device in the window: a line for each measure. */
      measures: { columns: ["measure", "value", "unit"], optional: true },
      /** The ends of the axis; else the first valid_from and the last valid_to. */
      range: { columns: ["first_at", "last_at"], optional: true },
    },
    params: ["device", "from", "to"],
    options: {
      online: "States that count as up: “online | degraded”",
      unobserved: "States that are left out of both sums: “unknown”",
      days: "Length of the window at first, in days; 7 by default",
    },
  },
  /** One change of one value, and what each way of keeping it (types 0 to 7) makes of the table and of a report. */
  "scd-types": {
    queries: {
      /** attribute: what the value is called, for example “segment”. */
      accounts: { columns: ["key", "label", "attribute"] },
      /** The values of the account, one row for each, with the first day of each. */
      versions: { columns: ["value", "valid_from"] },
      facts: { columns: ["fact", "happened_on", "amount"] },
    },
    params: ["key"],
  },
  /** A source table, edited between the runs of a snapshot, and what each run makes of it. */
  "snapshot-sim": {
    queries: {
      /** The source before the first run; updated_at is a moment. One row for each key. */
      source: { columns: ["key", "value", "updated_at"] },
      /** What happens between runs: run is the number of the first run that sees it; value NULL: the row is gone. */
      changes: { columns: ["run", "key", "value", "updated_at"] },
      /** The moments of the runs. */
      runs: { columns: ["run", "run_at"] },
    },
    options: {
      strategy: "“timestamp” (default) or “check”: where it begins",
      hard_deletes: "“ignore” (default), “invalidate” or “new_record”: where it begins",
      choose: "What can be switched: “strategy”, “hard_deletes” or “both” (default)",
      key: "Name of the key's column",
      value: "Name of the value's column",
    },
  },
  /** Events by two clocks: to the right when they happened, upwards when they arrived. */
  "event-scatter": {
    queries: {
      /** kind: one of the option kinds. */
      points: { columns: ["event_id", "device", "event_at", "ingested_at", "kind"] },
    },
    options: {
      kinds: "Names of the kinds, and their order: “on_time = On time | late = Late”",
    },
  },
  /** An incremental table, load by load, beside what a full refresh would hold; several ways to load, and how far each drifts. */
  "load-stepper": {
    queries: {
      /** In order; load counts from 1. late: messages that belong to hours that were loaded before. */
      loads: { columns: ["load", "title", "arrived", "late"] },
      /** The table after $load, loaded by $method. row_count: rows that stand for the hour. truth: what a full refresh says. */
      hours: { columns: ["hour_ts", "row_count", "value", "truth"] },
    },
    params: ["load", "method"],
    options: {
      methods: "Names of the ways, and their order: “append = Append | whole = Whole hours”",
      why: "One sentence for each way: “append = … | whole = …”",
      value: "What the value counts: “pours”",
    },
  },
  /** A threshold on a score, and what it finds and misses of incidents that are known. */
  "anomaly-tuner": {
    queries: {
      devices: { columns: ["device_id", "device_name"] },
      /** The days of $device. score NULL: not judged. is_incident: it was really so. */
      series: { columns: ["date_day", "value", "baseline", "score", "is_incident"] },
      /** One row at $threshold, over all devices. */
      confusion: { columns: ["true_positive", "false_positive", "false_negative", "true_negative"] },
      /** Precision and recall by threshold, NULL where they cannot be computed. */
      curve: { columns: ["threshold", "precision", "recall"], optional: true },
    },
    params: ["device", "threshold"],
    options: {
      min: "Lowest threshold; 1 by default",
      max: "Highest threshold; 10 by default",
      step: "Step; 0.5 by default",
      start: "Threshold at first; 3 by default",
      value: "What is measured, with its unit: “Temperature in °C”",
      incident: "What is to be found, in the plural: “days before a failure”",
    },
  },
  /** Journeys as strings of beads on an axis of days before the conversion, under a look-back that is moved, or sized by credit. */
  "journey-beads": {
    queries: {
      /** One row for each touch of the journeys that are shown; days_before NULL: no touch. May return used_up: claimed already. */
      touches: { columns: ["journey", "title", "touch_id", "channel", "days_before"] },
      /** One row over all conversions at $days. Brings the slider. */
      window: { columns: ["conversions", "without_touch"], optional: true },
      /** Credit of the touches shown; what is left out has none. Brings the choice of a rule. */
      credits: { columns: ["rule", "journey", "touch_id", "credit"], optional: true },
      /** Over all conversions. */
      totals: { columns: ["rule", "channel", "conversions"], optional: true },
    },
    params: ["days"],
    options: {
      days: "Look-back at first, in days; 90 by default",
      max_days: "Longest look-back; 180 by default",
      rules: "Names of the rules, and their order: “first = First touch | last = Last touch”",
    },
  },
  /** A log on two time axes: to the right when it was true, upwards when it was known; a cross asks what was believed when, about when. */
  "bitemporal-plane": {
    queries: {
      /** What can be chosen; fills $key. */
      keys: { columns: ["key", "label"] },
      /** The rows of $key; of two changes at one moment the later row counts. */
      log: { columns: ["value", "changed_at", "recorded_at"] },
      /** One row: the value at midnight of $day, by what was known at midnight of $known. Its SQL is shown. */
      believed: { columns: ["value"] },
    },
    params: ["key", "day", "known"],
    options: { key: "What a key is called; “Deal” by default", value: "What the value is called, for example “stage”" },
  },
  /** Faults in a small table and the tests that might find them: tests are switched on until no fault is left. */
  "kill-matrix": {
    queries: {
      /** One row for each fault and test: rows that the test finds. Sound data are a fault with kind “sound”. In the order of the wall. */
      matrix: { columns: ["fault", "title", "kind", "test", "found"] },
      /** In order: what each test says. A column sql_text, if there is one, is its SQL to unfold. */
      tests: { columns: ["test", "sentence"] },
      /** The rows of $fault, shown when its card is opened; is_wrong marks those that differ from sound data. */
      rows: { columns: ["is_wrong"], optional: true },
    },
    params: ["fault"],
    options: { cost: "What one test costs, in words: “a scan of the table”" },
  },
  /** One question, asked of four shapes of a model: joins, tables and rows behind each query, and the answers side by side. */
  "shape-compare": {
    queries: {
      /** Rows of every table that a query below reads. */
      tables: { columns: ["table_name", "row_count"] },
      /** A question about things and one about events, each in four shapes. A query that is left out: the shape cannot answer. */
      thing_normalised: { columns: [], optional: true },
      thing_star: { columns: [], optional: true },
      thing_wide: { columns: [], optional: true },
      thing_entity: { columns: [], optional: true },
      event_normalised: { columns: [], optional: true },
      event_star: { columns: [], optional: true },
      event_wide: { columns: [], optional: true },
      event_entity: { columns: [], optional: true },
    },
    options: {
      thing: "The question about things",
      event: "The question about events",
      missing: "Why a shape cannot answer: “thing_wide = … | event_entity = …”",
    },
  },
  /** Events by day under a window that ends with a day: which days are in it, by which comparison, and the features of three windows. */
  "window-brush": {
    queries: {
      customers: { columns: ["customer_id", "customer_name"] },
      /** A row for each day, quiet ones included, in order; may reach beyond the as-of date. */
      days: { columns: ["date_day", "events"] },
      as_of: { columns: ["as_of_date"] },
    },
    params: ["customer"],
    options: {
      event: "What is counted, in the plural: “device events”",
      feature: "The measure in the names of features: “device_events”",
      windows: "Windows of the features in days: “7 | 30 | 90” by default",
    },
  },
  /** ARPA, margin, churn and CAC on four sliders, all by the month, and what they make of one customer until it has paid for itself. */
  "unit-economics": {
    queries: {
      /** Where the sliders begin; more than one row gives a choice. Rates from 0 to 1. */
      starts: { columns: ["label", "arpa", "gross_margin", "monthly_churn", "cac"] },
      /** One row for each month from 0: what one customer has earned by then, less its CAC. */
      curve: { columns: ["month", "balance"] },
    },
    params: ["arpa", "margin", "churn", "cac"],
  },
  /** The MRR waterfall of a month; its bars open into customers, and one customer's MRR can be moved to another bucket. */
  "mrr-waterfall": {
    queries: {
      /** The months to choose from, the first one first shown. */
      months: { columns: ["month"] },
      /** Everyone who paid in the month, or in the month before. */
      customers: { columns: ["customer_id", "customer_name", "previous_mrr", "mrr", "ever_paid_before"] },
    },
    params: ["month"],
  },
  /** Journeys as an absorbing chain: mass flows step by step, and a channel is removed by leading its arrows to nothing. */
  "markov-graph": {
    queries: {
      /** Counted steps between states; “(start)”, “(conversion)” and “(null)” are not channels. */
      sample: { columns: ["from_state", "to_state", "transitions"] },
      /** The same of all journeys. Brings the switch. */
      company: { columns: ["from_state", "to_state", "transitions"], optional: true },
    },
  },
  /** Channels enter in every order; what each adds is written down, and the mean becomes the Shapley value. At most five channels. */
  "permutation-carousel": {
    queries: {
      /** One row for each set of channels that journeys touched: their names in one text, joined by semicolons. */
      coalitions: { columns: ["channels", "journeys", "conversions"] },
    },
  },
  /** Budget follows the cheapest sales of a model; what it promises, and what the channels really cause. */
  "budget-slider": {
    queries: {
      /** Channels that cost something; conversions: what the model credits them with. */
      channels: { columns: ["model", "channel", "spend_usd", "conversions"] },
      /** Sales that each channel really causes with its present spend; asked when it is opened. */
      truth: { columns: ["channel", "conversions"] },
    },
  },
  /** All models on the same journeys, side by side, under a window and a half-life; which journeys moved; at last the truth. */
  "attribution-lab": {
    queries: {
      /** One row: the project's own settings, and all conversions. */
      settings: { columns: ["window_days", "half_life_days", "conversions"] },
      /** Credit by model and channel, also of the channel unattributed. */
      rules: { columns: ["model", "channel", "conversions"] },
      /** Counted steps between states, for the model markov. */
      arrows: { columns: ["from_state", "to_state", "transitions"] },
      /** Conversions whose leading channel is another than under the project's settings. */
      moved: {
        columns: [
          "conversion_id",
          "before_channel",
          "before_credit",
          "before_touches",
          "after_channel",
          "after_credit",
          "after_touches",
        ],
      },
      /** Share of all sales that each channel causes; asked when it is opened. */
      truth: { columns: ["channel", "share_caused"] },
    },
    params: ["window", "half_life"],
  },
  /** A price, its interval and its count, and what it is worth in a month; below, a year of its invoices. */
  "price-card": {
    queries: {
      /** Prices to begin with; billing_interval is day, week, month or year. */
      examples: { columns: ["label", "amount_cents", "billing_interval", "interval_count"] },
      /** One row: MRR in currency. */
      mrr: { columns: ["mrr"] },
    },
    params: ["amount_cents", "billing_interval", "interval_count"],
  },
  /** Credit by position for one journey: weights that always add up to 1, for linear, U and W. */
  "weights-sliders": {
    queries: {
      journeys: { columns: ["journey", "label"] },
      /** The parts of rules u and w with the weights at first: first, middle, last; first, lead, deal, rest. */
      weights: { columns: ["rule", "part", "weight"] },
      /** The touches of $journey. May return is_lead and is_deal. */
      touches: { columns: ["touch_id", "pos", "channel", "days_before"] },
      /** One row for each touch. $divide is 1 when weights are divided by their sum, else 0. */
      linear: { columns: ["touch_id", "credit"], optional: true },
      u: { columns: ["touch_id", "credit"], optional: true },
      w: { columns: ["touch_id", "credit"], optional: true },
    },
    params: ["journey", "divide", "first", "middle", "last", "lead", "deal", "rest", "lead_pos", "deal_pos"],
  },
  /** Touches of one journey on the curve of their weights, under a half-life that is moved. */
  "halflife-slider": {
    queries: {
      journeys: { columns: ["journey", "label"] },
      /** The touches of $journey at $half_life. */
      credits: { columns: ["touch_id", "channel", "days_before", "weight", "credit"] },
      /** All conversions at $half_life, beside the two rules that time decay turns into. */
      channels: { columns: ["channel", "conversions", "last_touch", "linear"], optional: true },
    },
    params: ["journey", "half_life"],
    options: {
      start: "Half-life at first, in days; 7 by default",
      max: "Longest half-life; 60 by default",
    },
  },
};
