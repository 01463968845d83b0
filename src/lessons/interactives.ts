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
      daily: { columns: ["date_day", "plan", "subscription_status", "monthly_recurring_revenue"] },
      atomic: { columns: ["plan", "subscription_status", "monthly_recurring_revenue", "as_of_date"] },
    },
    params: ["customer"],
  },
};
