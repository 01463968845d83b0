/** What sales did up to the as-of day: who worked there, and every deal from its first stage on. */
import type { Market } from "../market/market.ts";
import { atDay } from "../tiers.ts";
import { liveAccount } from "../world/life.ts";
import type { Registry } from "../world/registry.ts";
import type { Account, Setting } from "../world/world.ts";
import { CARED_SITES, customerDeals } from "./customer-deals.ts";
import { newBusiness } from "./new-business.ts";
import { hireOwners } from "./owners.ts";
import type { Deal, Sales } from "./records.ts";

const DEAL_ID_BASE = 701000000;

export function simulateSales(registry: Registry, market: Market): Sales {
  const { accounts, setting } = registry.world;
  const owners = hireOwners(setting);
  const cared = accounts.flatMap((account) => {
    const { id, siteTarget } = account.profile;
    const company = market.companyOfAccount.get(id);
    const contact = market.ownerOfAccount.get(id);
    if (siteTarget < CARED_SITES || company === undefined || contact === undefined) return [];
    return [{ account, company, contact }];
  });
  const drafts = [
    ...newBusiness(market, owners, setting),
    ...cared.flatMap((customer) =>
      customerDeals({ ...customer, account: wholeLife(customer.account, setting) }, owners, setting),
    ),
  ];
  const deals = drafts
    .map((draft, order) => ({ draft, order }))
    .sort((a, b) => a.draft.openedAt - b.draft.openedAt || a.draft.contact.id - b.draft.contact.id || a.order - b.order)
    .map(({ draft }, index): Deal => ({ id: DEAL_ID_BASE + index + 1, ...draft }));
  return { owners, deals, cared };
}

/** The life up to the last planned day; on that day itself nothing needs to be lived again. */
function wholeLife(account: Account, { seed, tier }: Setting): Account {
  if (tier.asOfDay === tier.lastDay) return account;
  return liveAccount(account.profile, { seed, tier: atDay(tier, tier.lastDay) });
}
