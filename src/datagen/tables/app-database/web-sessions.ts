/**
 * `app_database.web_sessions`: visits to the web site as its own counter saw them.
 *
 * Visits of people who never gave a name are erased after 24 months, all others are kept. Only the
 * visit in which somebody signed up or first logged in carries both the cookie and the id of the user: through the cookie the
 * earlier visits can be told to be of the same person. Written column by column, since the largest
 * tier has close to a million rows.
 */
import { CAMPAIGNS } from "../../facts/campaigns.ts";
import { STATES } from "../../facts/regions.ts";
import { DAY_SECONDS, addMonths } from "../../kit/calendar.ts";
import { Draws } from "../../kit/random.ts";
import { at } from "../../kit/sites.ts";
import { CHANNELS, CHANNEL_NAMES, type Channel } from "../../market/channels.ts";
import type { Market } from "../../market/market.ts";
import { PAGES, referrerOf } from "../../market/pages.ts";
import { SITES, STREAMS } from "../../market/sites.ts";
import { anonymousId } from "../../market/visit-log.ts";
import * as schema from "../../schema/app-database.ts";
import { NULL_NUMBER, type ColumnData, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { endOfWorld, nextBatch } from "../load-time.ts";

const MONTHS_KEPT = 24;
const BATCH_SECONDS = 24 * 3600;
const CONSENT_SHARE = 0.3;

/** Click ids count the clicks of their platform; they are kept for visitors who let advertisers follow. */
const CLICK_IDS = {
  gclid: { prefix: "Cj0K", channels: ["google_brand", "google_non_brand"] },
  fbclid: { prefix: "IwAR", channels: ["facebook_prospecting", "facebook_retargeting"] },
  li_fat_id: { prefix: "li-", channels: ["linkedin"] },
} as const satisfies Record<string, ClickId>;

interface ClickId {
  readonly prefix: string;
  readonly channels: readonly Channel[];
}

export function writeWebSessions(registry: Registry, { visits }: Market): TableData {
  const { seed, tier } = registry.world.setting;
  const { asOfDay } = tier;
  const kept = keptVisits(visits, asOfDay);
  const channelAt = (row: number): Channel => CHANNEL_NAMES[visits.channel[kept[row] ?? 0] ?? 0] ?? "direct";
  const numbers = (valueOf: (visit: number) => number, wide = false): Int32Array | Float64Array => {
    const values = wide ? new Float64Array(kept.length) : new Int32Array(kept.length);
    for (let row = 0; row < kept.length; row += 1) values[row] = valueOf(kept[row] ?? 0);
    return values;
  };
  const texts = (valueOf: (row: number, visit: number) => string | null): (string | null)[] => {
    const values: (string | null)[] = [];
    for (let row = 0; row < kept.length; row += 1) values.push(valueOf(row, kept[row] ?? 0));
    return values;
  };
  const consents = (visitor: number): boolean =>
    new Draws(seed, STREAMS.consent, visitor).chance(at(SITES.consent.given), CONSENT_SHARE);
  const clickId = ({ prefix, channels }: ClickId): (string | null)[] => {
    const clicks = clicksOf(visits, channels);
    return texts((_, visit) => {
      const click = clicks[visit] ?? 0;
      return click === 0 || !consents(visits.visitor[visit] ?? 0) ? null : `${prefix}${String(click).padStart(7, "0")}`;
    });
  };
  const owners = ownersOf(registry);

  const values: Readonly<Record<keyof typeof schema.webSessions.columns, ColumnValues>> = {
    visit_id: numbers((visit) => visit + 1),
    anonymous_id: texts((_, visit) => anonymousId(visits.visitor[visit] ?? 0)),
    user_id: numbers((visit) =>
      visits.identified[visit] === 1 ? (owners.get(visits.account[visit] ?? 0) ?? NULL_NUMBER) : NULL_NUMBER,
    ),
    started_at: numbers((visit) => visits.startedAt[visit] ?? 0, true),
    landing_page: texts((_, visit) => PAGES[visits.landing[visit] ?? 0] ?? "/"),
    referrer: texts((row) => referrerOf(channelAt(row))),
    utm_source: texts((row) => CHANNELS[channelAt(row)].utmSource),
    utm_medium: texts((row) => CHANNELS[channelAt(row)].utmMedium),
    utm_campaign: texts((row, visit) => campaignName(visits.campaign[visit] ?? -1, channelAt(row))),
    utm_content: texts((row) => PICTURES[channelAt(row)] ?? null),
    gclid: clickId(CLICK_IDS.gclid),
    fbclid: clickId(CLICK_IDS.fbclid),
    li_fat_id: clickId(CLICK_IDS.li_fat_id),
    pages: numbers((visit) => visits.pages[visit] ?? 1),
    seconds: numbers((visit) => visits.seconds[visit] ?? 0),
    bounced: numbers((visit) => (visits.pages[visit] === 1 ? 1 : 0)),
    converted_form: numbers((visit) => visits.converted[visit] ?? 0),
    state: texts((_, visit) => STATES[visits.state[visit] ?? 0] ?? null),
    _synced_at: numbers((visit) => nextBatch(visits.startedAt[visit] ?? 0, BATCH_SECONDS, asOfDay), true),
  };
  return {
    schema: schema.webSessions,
    rowCount: kept.length,
    columns: Object.entries(schema.webSessions.columns).map(([name, { type }]): ColumnData => {
      const held = values[name as keyof typeof values];
      const data = Array.isArray(held)
        ? ({ kind: "text", values: held } as const)
        : ({ kind: "number", values: held as Int32Array } as const);
      return { name, type, data };
    }),
  };
}

type ColumnValues = Int32Array | Float64Array | (string | null)[];

/** The number of each visit among the clicks of a platform, 0 for all others; erased visits are counted too. */
function clicksOf({ count, channel }: Market["visits"], channels: readonly Channel[]): Int32Array {
  const places = new Set(channels.map((name) => CHANNEL_NAMES.indexOf(name)));
  const clicks = new Int32Array(count);
  let click = 0;
  for (let visit = 0; visit < count; visit += 1)
    if (places.has(channel[visit] ?? 0)) {
      click += 1;
      clicks[visit] = click;
    }
  return clicks;
}

function keptVisits({ count, startedAt, namedAt }: Market["visits"], asOfDay: number): Int32Array {
  const erased = addMonths(asOfDay + 1, -MONTHS_KEPT) * DAY_SECONDS;
  const end = endOfWorld(asOfDay);
  const kept = new Int32Array(count);
  let rows = 0;
  for (let visit = 0; visit < count; visit += 1) {
    const named = namedAt[visit] ?? 0;
    const known = named !== 0 && named <= end;
    if (!known && (startedAt[visit] ?? 0) < erased) continue;
    kept[rows] = visit;
    rows += 1;
  }
  return kept.subarray(0, rows);
}

/** The user who came with each account. */
function ownersOf(registry: Registry): Map<number, number> {
  const owners = new Map<number, number>();
  for (const user of registry.users)
    if (user.ordinal === 0) owners.set(user.account.profile.id, numberOf(registry.userId, user));
  return owners;
}

function campaignName(campaign: number, channel: Channel): string | null {
  if (channel === "partner") return "dealer-directory";
  return CAMPAIGNS[campaign]?.name ?? null;
}

/** What the advertisements of social media show. */
const PICTURES: Readonly<Partial<Record<Channel, string>>> = {
  facebook_prospecting: "video-full-house",
  facebook_retargeting: "carousel-prices",
  linkedin: "photo-hotel-bar",
};
