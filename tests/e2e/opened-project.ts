/** A small dbt project made elsewhere: a seed, a source whose data is a CSV, a package, tests, and a profile of its own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "@playwright/test";
import { writeZip } from "../../src/archive/write-zip.ts";

export const SHOP: Readonly<Record<string, string>> = {
  "dbt_project.yml": "name: corner_shop\nversion: '1.0'\nprofile: corner_shop\n",
  "profiles.yml":
    "corner_shop:\n  target: dev\n  outputs:\n    dev:\n      type: duckdb\n      path: warehouse.duckdb\n      schema: main\n",
  "README.md": "# Corner shop\n",
  "seeds/customers.csv": "customer_id,name\n1,Ada\n2,Grace\n",
  "models/sources.yml":
    "sources:\n  - name: till\n    schema: raw\n    tables:\n      - name: orders\n        identifier: raw_orders\n",
  "data/raw_orders.csv":
    "order_id,customer_id,amount,ordered_at\n1,1,9.50,2026-01-02\n2,1,3.25,2026-01-03\n3,2,1.00,2026-01-03\n",
  "models/stg_orders.sql": "select order_id, customer_id, amount, ordered_at from {{ source('till', 'orders') }}\n",
  "models/customer_totals.sql":
    "select customers.customer_id, customers.name, {{ kit.money('sum(stg_orders.amount)') }} as total\nfrom {{ ref('customers') }} as customers\nleft join {{ ref('stg_orders') }} as stg_orders on stg_orders.customer_id = customers.customer_id\ngroup by customers.customer_id, customers.name\n",
  "models/schema.yml":
    "models:\n  - name: customer_totals\n    columns:\n      - name: customer_id\n        data_tests: [unique, not_null]\n",
  "dbt_packages/kit/dbt_project.yml": "name: kit\nversion: '1.0'\n",
  "dbt_packages/kit/macros/money.sql": "{% macro money(amount) %}cast({{ amount }} as decimal(12, 2)){% endmacro %}\n",
};

export function zipOfTexts(texts: Readonly<Record<string, string>>, folder = ""): Buffer {
  return Buffer.from(writeZip(Object.entries(texts).map(([path, text]) => ({ path: folder + path, text }))));
}

export function writeFolder(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Opens a zip as a script on the page would. Resolves to what `openProject` says, or to the text of its refusal. */
export function openZip(page: Page, zip: Buffer | Uint8Array, folder?: string): Promise<string> {
  return page.evaluate(
    async ([base64, wanted]) => {
      const bytes = Uint8Array.from(atob(base64 ?? ""), (letter) => letter.charCodeAt(0));
      try {
        const file = new File([bytes], "shop.zip", { type: "application/zip" });
        const opened = await window.strata.openProject(file, wanted === undefined ? {} : { folder: wanted });
        return [opened.name, ...opened.problems].join("\n");
      } catch (error) {
        return String((error as Error).message);
      }
    },
    [Buffer.from(zip).toString("base64"), folder] as const,
  );
}

/** Paths and texts of the exported zip. */
export async function exported(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const bytes = new Uint8Array(await (await window.strata.exportProject()).arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 30_000) text += String.fromCharCode(...bytes.subarray(at, at + 30_000));
    return btoa(text);
  });
  return Buffer.from(base64, "base64");
}
