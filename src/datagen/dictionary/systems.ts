/** The source systems: which domain of the dbt project reads them, and what they are. */

export interface SystemFacts {
  /** Folder of the dbt project that holds the system's sources. */
  readonly domain: "saas" | "crm" | "lifecycle";
  readonly title: string;
  readonly description: string;
}

export const SYSTEMS: Readonly<Record<string, SystemFacts>> = {
  app_database: {
    domain: "saas",
    title: "Application database",
    description:
      "The application's own database: accounts, places, people, devices, subscriptions and how the product is used.",
  },
  stripe: {
    domain: "saas",
    title: "Stripe",
    description: "Payments. Amounts are whole cents of the row's currency.",
  },
  hubspot: {
    domain: "saas",
    title: "HubSpot",
    description: "Marketing and sales: companies, contacts, deals, and what people did around them.",
  },
  google_ads: {
    domain: "saas",
    title: "Google Ads",
    description: "Search advertising. Cost is in micros, millionths of the account's currency.",
  },
  facebook_ads: {
    domain: "saas",
    title: "Facebook Ads",
    description: "Social advertising. Spend is in dollars; conversions are what the platform claims for itself.",
  },
  linkedin_ads: {
    domain: "saas",
    title: "LinkedIn Ads",
    description: "Business-network advertising. Cost is given in the account's currency and in dollars.",
  },
  iterable: {
    domain: "saas",
    title: "Iterable",
    description:
      "The e-mail tool: campaigns, templates, lists, and one record for each thing that happened to a message.",
  },
  reference: {
    domain: "saas",
    title: "Reference data",
    description: "Exchange rates, holidays, time zones, sales quotas and the brand survey.",
  },
  crm: {
    domain: "crm",
    title: "Hardware CRM",
    description:
      "The customer system of the hardware shop: companies that buy taps, sensors and parts, and all around those sales.",
  },
  monstera: {
    domain: "lifecycle",
    title: "Monstera",
    description: "A separate company that makes a creative suite: its accounts, users, content and events.",
  },
};
