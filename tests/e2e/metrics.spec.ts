import { expectAccessible } from "./accessibility.ts";
import { openZip, zipOfTexts } from "./opened-project.ts";
import { expect, openReady, test } from "./site.ts";

const SHOP: Readonly<Record<string, string>> = {
  "dbt_project.yml": "name: shop\nversion: '1.0'\nprofile: shop\nmodels:\n  shop:\n    +materialized: table\n",
  "seeds/metric_definitions.csv": [
    "domain,category,name,label,formula,unit,tier,entity_types,type,additivity,direction,model,parents,null_rule",
    "shop,sales,revenue,Revenue,sum of orders,currency,1,company;store,simple,additive,up,metrics_shop,,0 when",
    "shop,sales,basket,Basket,revenue ÷ orders,currency,1,company;store,ratio,non_additive,up,metrics_shop,shop.revenue,NULL",
    "",
  ].join("\n"),
  "models/metrics_shop.sql": `with days as (
    select cast(range as date) as metric_date from range(timestamp '2025-01-01', timestamp '2025-03-04', interval 1 day)
),
told as (
    select metric_date, store as entity_id, day(metric_date) * price as revenue, price as basket
    from days cross join (values ('east', 10), ('west', 30)) as stores(store, price)
)
select metric_date, 'store' as entity_type, entity_id, revenue, basket from told
union all
select metric_date, 'company', 'all', sum(revenue), avg(basket) from told group by metric_date`,
  "models/schema.yml": `version: 2
models:
  - name: metrics_shop
    columns: [{name: metric_date}, {name: entity_type}, {name: entity_id}, {name: revenue}, {name: basket}]
`,
};

test("somebody looks a metric up, builds what makes it, compares its months, and is told why its parts are never added", async ({
  page,
  site,
}) => {
  await openReady(page, site, "#/metric/revenue_mrr");
  await expect(page).toHaveURL(/#\/metric\/revenue\.mrr$/);
  await expect(page.getByText("213 metrics in 7 domains")).toBeVisible();
  await expect(page.getByText("metrics_revenue is not built yet.")).toBeVisible();

  await openZip(page, zipOfTexts(SHOP));
  await page.evaluate(() => (location.hash = "#/metrics"));
  await expect(page.getByText("2 metrics in 1 domain")).toBeVisible();
  await page.getByRole("textbox", { name: "Search metrics" }).fill("revenue ÷");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Basket" })).toBeVisible();
  await expect(page.getByRole("img", { name: "revenue, divided by orders" })).toBeVisible();
  await page.getByRole("button", { name: "Build it" }).click();

  await expect(page.getByRole("img", { name: /^Basket from 2025-01-01 \(20\) to 2025-03-03 \(20\)/ })).toBeVisible();
  await expect(page.getByText("never add these")).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText("Sum of 2")).toBeHidden();
  await page.getByRole("link", { name: "revenue", exact: true }).last().click();
  await expect(page.getByText("Sum of 2")).toBeVisible();
  await page.getByRole("radio", { name: "Month", exact: true }).click();
  await expect(page.getByText("days of each month added")).toBeVisible();
  await page.getByRole("button", { name: "west" }).click();
  await expect(page).toHaveURL(/per=month&of=store%3Awest/);
  await page.getByRole("button", { name: "As a table" }).click();
  // February of the western store: 30 times the sum of 1 to 28, and beside it January's.
  const february = page.getByRole("row", { name: /^2025-02-28/ });
  await expect(february).toContainText("12,180");
});
