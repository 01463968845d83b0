/** The stages that a contact or a company has gone through by a time, as HubSpot's property history keeps them. */
import type { Contact, LifecycleStage } from "../../market/market.ts";

export interface StageEntry {
  readonly stage: LifecycleStage;
  readonly at: number;
  readonly source: "FORM" | "INTEGRATION" | "CRM_UI" | "IMPORT" | "WORKFLOW" | "SALES";
}

/** Stages only go up: whoever is a customer already does not become a lead. */
const ORDER: readonly LifecycleStage[] = [
  "subscriber",
  "lead",
  "marketingqualifiedlead",
  "salesqualifiedlead",
  "opportunity",
  "customer",
];

const FIRST_SOURCES = { form: "FORM", application: "INTEGRATION", sales: "CRM_UI", import: "IMPORT" } as const;

export function stagesOf(contact: Contact, end: number): StageEntry[] {
  const { createdAt, mqlAt, sqlAt, opportunityAt, customerAt, origin } = contact;
  const wanted: [LifecycleStage, number | null, StageEntry["source"]][] = [
    [firstStage(contact), createdAt, FIRST_SOURCES[origin]],
    ["marketingqualifiedlead", mqlAt, "WORKFLOW"],
    ["salesqualifiedlead", sqlAt, "SALES"],
    ["opportunity", opportunityAt, "SALES"],
    ["customer", customerAt, "INTEGRATION"],
  ];
  const entries: StageEntry[] = [];
  for (const [stage, at, source] of wanted.sort(
    (a, b) => (a[1] ?? 0) - (b[1] ?? 0) || ORDER.indexOf(a[0]) - ORDER.indexOf(b[0]),
  )) {
    const last = entries.at(-1);
    if (at === null || at > end) continue;
    if (last !== undefined && ORDER.indexOf(last.stage) >= ORDER.indexOf(stage)) continue;
    entries.push({ stage, at: last === undefined ? at : Math.max(at, last.at + 1), source });
  }
  return entries;
}

/** Who only wants to read is a subscriber; everybody else is a lead. */
function firstStage({ origin, scores }: Contact): LifecycleStage {
  if (origin === "import") return "subscriber";
  const form = scores.find(({ kind }) => kind === "form");
  return form !== undefined && form.points <= 5 ? "subscriber" : "lead";
}
