/**
 * `app_database.user_sessions`, `page_views` and `feature_usage`: what people do in the application.
 *
 * Ids count within a person (user id times ten thousand, and so on), so that they stay the same whichever part is kept, and
 * rows of one person lie together, which packs well. The last year is kept in full, for sessions before it one person in ten;
 * of a feature the first use is always kept.
 */
import { FEATURES } from "../../facts/features.ts";
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { adoptionDays, featuresOn } from "../../usage/feature-use.ts";
import { MOST_VISITS, eachDay, pageOn, secondsOn, sessionsOn } from "../../usage/sessions.ts";
import type { Usage } from "../../usage/usage.ts";
import type { Setting } from "../../world/world.ts";

/** Days for which everybody's sessions and uses of features are kept. */
export const FULL_DAYS = 365;
/** Days for which single pages are kept. */
export const PAGE_DAYS = 90;
/** Everything of a day is loaded in its last half minute. */
const LOAD_SECOND = DAY_SECONDS - 30;
/** Room for the pages of one visit in the id of a page view. */
const PAGES_PER_VISIT = 16;

function loadedAt(time: number): number {
  return Math.floor(time / DAY_SECONDS) * DAY_SECONDS + LOAD_SECOND;
}

function sessionId(userId: number, ordinal: number): number {
  return userId * MOST_VISITS + ordinal;
}

export function writeUserSessions(usage: Usage, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.userSessions, usage.people.length * 24);
  const kept = tier.asOfDay - FULL_DAYS;
  for (const { userId, person } of usage.people) {
    eachDay(person, (day, before) => {
      if (day <= kept && !person.sampled) return;
      for (const session of sessionsOn(person, day, before)) {
        table.add({
          session_id: sessionId(userId, session.ordinal),
          user_id: userId,
          customer_id: person.user.account.profile.id,
          start_time: session.startAt,
          end_time: session.startAt + session.seconds,
          duration_seconds: session.seconds,
          page_views: session.pageCount,
          actions_taken: session.actions,
          device_type: session.device,
          browser: session.browser,
          app_version: session.appVersion,
          error_count: session.errors,
          crashed: session.crashed,
          _synced_at: loadedAt(session.startAt + session.seconds),
        });
      }
    });
  }
  return table.finish();
}

export function writePageViews(usage: Usage, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.pageViews, usage.people.length * 16);
  const kept = tier.asOfDay - PAGE_DAYS;
  for (const { userId, person } of usage.people) {
    eachDay(person, (day, before) => {
      if (day <= kept) return;
      for (const session of sessionsOn(person, day, before)) {
        let viewedAt = session.startAt;
        let referrer: string | null = null;
        for (let page = 0; page < session.pageCount; page += 1) {
          const url = pageOn(person, day, session.ofDay, page);
          const seconds = secondsOn(person, day, session.ofDay, page);
          table.add({
            page_view_id: sessionId(userId, session.ordinal) * PAGES_PER_VISIT + page,
            session_id: sessionId(userId, session.ordinal),
            user_id: userId,
            page_url: url,
            viewed_at: viewedAt,
            time_on_page_seconds: seconds,
            referrer_url: referrer,
            _synced_at: loadedAt(session.startAt + session.seconds),
          });
          viewedAt += seconds;
          referrer = url;
        }
      }
    });
  }
  return table.finish();
}

export function writeFeatureUsage(usage: Usage, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.featureUsage, usage.people.length * 40);
  const kept = tier.asOfDay - FULL_DAYS;
  for (const { userId, person } of usage.people) {
    const adopted = adoptionDays(person);
    const seen = new Uint8Array(FEATURES.length);
    let ordinal = 0;
    eachDay(person, (day) => {
      for (const use of featuresOn(person, adopted, day, (index) => seen[index] === 0)) {
        ordinal += 1;
        const isFirst = seen[use.feature.id - 1] === 0;
        seen[use.feature.id - 1] = 1;
        if (day <= kept && !isFirst) continue;
        table.add({
          id: userId * 100000 + ordinal,
          user_id: userId,
          customer_id: person.user.account.profile.id,
          feature_id: use.feature.id,
          usage_date: day,
          usage_count: use.count,
          success_count: use.successes,
          seconds_used: use.seconds,
          _synced_at: loadedAt(day * DAY_SECONDS),
        });
      }
    });
  }
  return table.finish();
}
