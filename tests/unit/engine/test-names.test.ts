import { expect, test } from "vitest";
import { engineOf } from "../../support/project.ts";

const CUSTOMERS = "select 1 as customer_id";
const STATUSES = "['placed', 'shipped', 'completed', 'return_pending', 'returned']";

test("generic tests bear the unique ids that dbt gives them", () => {
  const engine = engineOf({
    "dbt_project.yml": "name: jaffle_shop\nprofile: jaffle_shop\n",
    "models/customers.sql": CUSTOMERS,
    "models/orders.sql": CUSTOMERS,
    "models/schema.yml": `
version: 2
models:
  - name: customers
    columns:
      - name: customer_id
        tests: [unique, not_null]
  - name: orders
    columns:
      - name: order_id
        tests: [unique, not_null]
      - name: customer_id
        tests:
          - not_null
          - relationships:
              to: ref('customers')
              field: customer_id
      - name: status
        data_tests:
          - accepted_values:
              arguments:
                values: ${STATUSES}
`,
  });
  const ids = [...engine.manifest.nodes.keys()].filter((id) => id.startsWith("test.")).sort();
  expect(ids).toEqual([
    "test.jaffle_shop.accepted_values_orders_status__placed__shipped__completed__return_pending__returned.be6b5b5ec3",
    "test.jaffle_shop.not_null_customers_customer_id.5c9bf9911d",
    "test.jaffle_shop.not_null_orders_customer_id.c5f02694af",
    "test.jaffle_shop.not_null_orders_order_id.cf6c17daed",
    "test.jaffle_shop.relationships_orders_customer_id__customer_id__ref_customers_.c6ec7f58f2",
    "test.jaffle_shop.unique_customers_customer_id.c5af1ff4b1",
    "test.jaffle_shop.unique_orders_order_id.fed79b3a6e",
  ]);
  const long = [...engine.manifest.nodes.values()].find((node) => node.name.startsWith("accepted_values"));
  expect(long?.alias).toMatch(/^accepted_values_orders_status_[0-9a-f]{32}$|^accepted_values_orders_[0-9a-f]{32}$/);
});

test("a config below the arguments is no argument, so two tests that differ in it alone have one name", () => {
  const engine = engineOf({
    "models/a.sql": "select 1 as id",
    "models/a.yml": [
      "models:",
      "  - name: a",
      "    columns:",
      "      - name: id",
      "        data_tests:",
      "          - accepted_values: {arguments: {values: [1], where: id > 0}}",
      "          - accepted_values: {arguments: {values: [1], where: id > 5}}",
    ].join("\n"),
  });
  expect(engine.diagnostics).toMatchObject([{ code: "P004", severity: "error" }]);
  const [found] = [...engine.manifest.nodes.values()].filter((node) => node.resource_type === "test");
  expect([found?.name, found?.config["where"]]).toEqual(["accepted_values_a_id__1", "id > 0"]);
  expect(Object.keys(found?.test_metadata?.kwargs ?? {})).toEqual(["column_name", "values", "model"]);
});
