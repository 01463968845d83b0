/** Who stands behind the contacts of marketing and sales, and when customers first paid. */
import { dayOf, type MetricsLab } from "./metrics-lab.ts";

export interface ContactMap {
  /** The person that a contact is one of several entries of; the contact itself where none is known. */
  readonly person: (contact: unknown) => number;
  readonly customer: (contact: unknown) => number | null;
}

export async function contactMap(lab: MetricsLab): Promise<ContactMap> {
  const rows = await lab.rows(
    "select contact_id, canonical_contact_id, customer_id from {{ ref('int_identity__contact_map') }}",
  );
  const known = new Map(rows.map((row) => [Number(row["contact_id"]), row]));
  return {
    person: (contact) => Number(known.get(Number(contact))?.["canonical_contact_id"] ?? contact),
    customer: (contact) => {
      const customer = known.get(Number(contact))?.["customer_id"] ?? null;
      return customer === null ? null : Number(customer);
    },
  };
}

/** Customer -> day of its first payment. */
export async function firstPaidDays(lab: MetricsLab): Promise<ReadonlyMap<number, number>> {
  const rows = await lab.rows(
    "select customer_id, cast(cast(min(first_paid_at) as date) as varchar) as day from {{ ref('int_subscriptions__core') }} where first_paid_at is not null group by customer_id",
  );
  return new Map(rows.map((row) => [Number(row["customer_id"]), dayOf(String(row["day"]))]));
}
