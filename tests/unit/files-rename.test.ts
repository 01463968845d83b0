/** A rename follows into the whole project, and into nothing else. */
import { describe, expect, test } from "vitest";
import { planRename, renamedFiles, type RenamePlan } from "../../src/engine/refactor/rename-model.ts";
import { changedLines } from "../../src/engine/refactor/text-change.ts";
import type { SourceFile } from "../../src/engine/core/source-file.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest } from "../../src/engine/core/manifest.ts";
import { readProjectFiles } from "../../src/cli/project-files.ts";
import { engineOf, filesOf } from "../support/project.ts";

const shop = {
  "models/orders.sql": "-- One row per order; orders of tests are left out.\nselect 1 as order_id, 'orders' as made_of",
  "models/orders.yml": `models:
  - name: orders
    description: All orders.
    columns:
      - name: orders
unit_tests:
  - name: counts
    model: orders
    given: []
    expect: { rows: [{ order_id: 1 }] }
`,
  "models/customers.sql": `with orders as (select * from {{ ref('orders') }}),
more as (select * from {{ ref("shop", "orders") }})
select orders.order_id from orders, {{ ref( 'orders_daily' ) }}
{# was ref('orders') #}`,
  "models/orders_daily.sql":
    "{{ config(post_hook=\"select count(*) from {{ ref('orders') }}\") }} select 1 as order_id",
  "models/properties.yml": `models:
  - name: customers
    columns:
      - name: order_id
        data_tests:
          - relationships:
              arguments: { to: ref('orders'), field: order_id }
unit_tests:
  - name: one
    model: customers
    given:
      - input: ref('orders')
        rows: []
      - input: ref('orders_daily')
        rows: []
    expect: { rows: [] }
exposures:
  - name: board
    type: dashboard
    owner: { email: a@b.c }
    depends_on: [ref('orders'), ref('customers')]
`,
  "tests/no_orders.sql": "select * from {{ ref('orders') }} where order_id is null",
  "docs/about.md": "The model orders and orders_daily.",
  "dbt_project.yml": `name: shop
version: '1.0'
profile: shop
models:
  shop:
    orders:
      +tags: [money]
    orders_daily:
      +tags: [daily]
`,
  "selectors.yml": `selectors:
  - name: orders
    definition: "+orders"
`,
};

function plan(id: string, to: string, texts: Readonly<Record<string, string>> = shop): RenamePlan {
  const engine = engineOf(texts);
  const outcome = planRename(filesOf(texts), engine.manifest, id as NodeId, to);
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]!.message);
  return outcome.value;
}

function renamed(id: string, to: string, texts: Readonly<Record<string, string>> = shop): Record<string, string> {
  return overlaid(filesOf(texts), renamedFiles(filesOf(texts), plan(id, to, texts)));
}

function overlaid(files: readonly SourceFile[], changes: ReadonlyMap<string, string | null>): Record<string, string> {
  const all = new Map<string, string | null>([
    ...files.map((file): [string, string] => [file.path, file.text]),
    ...changes,
  ]);
  return Object.fromEntries([...all].filter((entry): entry is [string, string] => entry[1] !== null));
}

describe("a model is renamed", () => {
  const after = renamed("model.shop.orders", "purchases");

  test("its file and the property file that is called after it go along", () => {
    expect(Object.keys(after)).toContain("models/purchases.sql");
    expect(after["models/purchases.yml"]).toContain("- name: purchases\n    description: All orders.");
    expect(Object.keys(after).filter((path) => path.startsWith("models/orders."))).toEqual([]);
  });

  test("refs follow: with a package, within a hook, in tests, exposures and unit tests", () => {
    expect(after["models/customers.sql"]).toContain("ref('purchases')");
    expect(after["models/customers.sql"]).toContain('ref("shop", "purchases")');
    expect(after["models/orders_daily.sql"]).toContain("ref('purchases')");
    expect(after["models/properties.yml"]).toContain("to: ref('purchases')");
    expect(after["models/properties.yml"]).toContain("- input: ref('purchases')");
    expect(after["models/properties.yml"]).toContain("depends_on: [ref('purchases'), ref('customers')]");
    expect(after["models/purchases.yml"]).toContain("model: purchases");
    expect(after["tests/no_orders.sql"]).toContain("ref('purchases')");
  });

  test("its configs in dbt_project.yml and its selectors follow", () => {
    expect(after["dbt_project.yml"]).toContain("    purchases:\n      +tags: [money]\n    orders_daily:");
    expect(after["selectors.yml"]).toBe('selectors:\n  - name: orders\n    definition: "+purchases"\n');
  });

  test("what only is called alike stays: CTEs, columns, texts, comments and names that go on", () => {
    expect(after["models/customers.sql"]).toContain("with orders as (select");
    expect(after["models/customers.sql"]).toContain("ref( 'orders_daily' )");
    expect(after["models/customers.sql"]).toContain("{# was ref('orders') #}");
    expect(after["models/purchases.yml"]).toContain("      - name: orders");
    expect(after["models/purchases.sql"]).toContain("'orders' as made_of");
    expect(after["docs/about.md"]).toBe(shop["docs/about.md"]);
  });

  test("the project reads as before but for the name", () => {
    const [before, now] = [engineOf(shop).manifest, engineOf(after).manifest];
    expect(now.diagnostics).toEqual(before.diagnostics);
    expect(dag(now)).toEqual(dag(before, (id) => id.replace(/\borders$|\borders(?=\.)/, "purchases")));
  });

  test("comments, texts and documents are shown apart and change only when chosen", () => {
    const made = plan("model.shop.orders", "purchases");
    const about = made.files.find((file) => file.path === "docs/about.md");
    expect(about?.mentionLines).toEqual([
      { line: 1, before: "The model orders and orders_daily.", after: "The model purchases and orders_daily." },
    ]);
    const changes = renamedFiles(filesOf(shop), made, {
      paths: new Set(),
      mentions: new Set(["docs/about.md", "models/orders.sql"]),
    });
    expect(changes.get("docs/about.md")).toBe("The model purchases and orders_daily.");
    expect(changes.get("models/purchases.sql")).toBe(
      "-- One row per order; purchases of tests are left out.\nselect 1 as order_id, 'purchases' as made_of",
    );
    expect(changes.has("models/customers.sql")).toBe(false);
  });
});

describe("a seed and a snapshot are renamed", () => {
  const texts = {
    "seeds/plans.csv": "id\n1\n",
    "seeds/seeds.yml": "seeds:\n  - name: plans\n  - name: other\n",
    "seeds/other.csv": "id\n1\n",
    "snapshots/all.sql":
      "{% snapshot plans_history %}{{ config(unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('plans') }}{% endsnapshot %}",
    "models/now.sql": "select * from {{ ref('plans_history') }}",
  };
  test("a seed's CSV moves, a property file with others stays where it is", () => {
    const after = renamed("seed.shop.plans", "tariffs", texts);
    expect(after["seeds/tariffs.csv"]).toBe("id\n1\n");
    expect(after["seeds/seeds.yml"]).toBe("seeds:\n  - name: tariffs\n  - name: other\n");
    expect(after["snapshots/all.sql"]).toContain("ref('tariffs')");
  });
  test("a snapshot's block is renamed, and its file stays when it is called otherwise", () => {
    const after = renamed("snapshot.shop.plans_history", "plans_over_time", texts);
    expect(after["snapshots/all.sql"]).toContain("{% snapshot plans_over_time %}");
    expect(after["models/now.sql"]).toContain("ref('plans_over_time')");
  });
});

describe("a name is refused", () => {
  test.each([
    ["2orders", /cannot be the name/],
    ["a b", /cannot be the name/],
    ["orders", /already/],
    ["customers", /There is a model "customers" already/],
    ["Customers", /There is a model "customers" already/],
  ])("%j", (name, message) => {
    const outcome = planRename(filesOf(shop), engineOf(shop).manifest, "model.shop.orders", name);
    expect(outcome.ok ? "" : outcome.diagnostics[0]!.message).toMatch(message);
    expect(outcome.ok ? null : outcome.diagnostics[0]!.hint).not.toBeNull();
  });
});

test("lines of a preview are counted from one, and two places of a line are one line", () => {
  const text = "a\nb a a\n\na";
  const changes = [...text.matchAll(/a/g)].map(({ index }) => ({ from: index, to: index + 1, insert: "x" }));
  expect(changedLines(text, changes)).toEqual([
    { line: 1, before: "a", after: "x" },
    { line: 2, before: "b a a", after: "b x x" },
    { line: 4, before: "a", after: "x" },
  ]);
});

test("in the bundled project a rename of entity_customers keeps the DAG and brings no problem", async () => {
  const files = await readProjectFiles("src/models");
  const texts = Object.fromEntries(files.map((file) => [file.path, file.text]));
  const before = engineOf(texts);
  const outcome = planRename(files, before.manifest, "model.strata.entity_customers", "entity_clients");
  if (!outcome.ok) throw new Error(outcome.diagnostics[0]!.message);
  const after = engineOf(overlaid(files, renamedFiles(files, outcome.value)));
  expect(after.diagnostics).toEqual(before.diagnostics);
  expect(after.manifest.nodes.size).toBe(before.manifest.nodes.size);
  const swap = (id: string) => id.replace(/\bentity_customers\b/, "entity_clients");
  expect(dag(after.manifest)).toEqual(dag(before.manifest, swap));
}, 60_000);

/** Node < what it reads, without generic tests, whose ids hold a hash of the name. */
function dag(manifest: Manifest, swap: (id: string) => string = (id) => id): string[] {
  return [...manifest.nodes.values()]
    .filter((node) => node.resource_type !== "test")
    .map((node) => `${swap(node.unique_id)} < ${node.depends_on.nodes.map(swap).sort().join(" ")}`)
    .sort();
}
