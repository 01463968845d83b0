/** `monstera.users`, `projects`, `videos` and `events`: who works with the product, and on what. */
import { DAY_SECONDS } from "../../kit/calendar.ts";
import { EVENT_RULES } from "../../lifecycle/catalogue.ts";
import type { Lifecycle, Session, Video } from "../../lifecycle/records.ts";
import * as schema from "../../schema/monstera.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Setting } from "../../world/world.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";
import { planOf } from "./studios.ts";

/** A project that nobody touched for so long is put away, and so is a video that never came out. */
const ARCHIVED_AFTER = 180;
/** The application keeps the events of a day and sends them in the evening, after the last session. */
const SENT_AT = 22 * 3600 + 1800;
/** A project notes at night that it was worked on. */
const TOUCHED_AT = 23 * 3600;

export function writeMonsteraUsers({ users }: Lifecycle, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.users, users.length);
  for (const user of users) {
    table.add({
      user_id: user.id,
      email: user.email,
      account_id: user.studio.id,
      user_created_at: user.createdAt,
      country: user.country,
      plan_type: planOf(user.studio),
      acquisition_source: user.source,
      invited_by_user_id: user.invitedBy?.id ?? null,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeProjects({ projects }: Lifecycle, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.projects, projects.length);
  for (const project of projects) {
    table.add({
      project_id: project.id,
      name: project.name,
      account_id: project.owner.studio.id,
      created_by_user_id: project.owner.id,
      status: isOld(project.updatedAt, tier.asOfDay) ? "archived" : "active",
      created_at: project.createdAt,
      updated_at: dayOf(project.updatedAt) * DAY_SECONDS + TOUCHED_AT,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

export function writeVideos({ videos }: Lifecycle, { tier }: Setting): TableData {
  const table = new TableBuilder(schema.videos, videos.length);
  for (const video of videos) {
    table.add({
      video_id: video.id,
      title: video.title,
      project_id: video.project.id,
      created_by_user_id: video.creator.id,
      duration_seconds: video.seconds,
      status: statusOf(video, tier.asOfDay),
      created_at: video.createdAt,
      published_at: video.publishedAt,
      _synced_at: nightlyLoad(tier.asOfDay),
    });
  }
  return table.finish();
}

function statusOf({ publishedAt, createdAt }: Video, asOfDay: number): "published" | "draft" | "archived" {
  if (publishedAt !== null) return "published";
  return isOld(createdAt, asOfDay) ? "archived" : "draft";
}

function isOld(time: number, asOfDay: number): boolean {
  return dayOf(time) + ARCHIVED_AFTER <= asOfDay;
}

/** In the order in which the sessions began; the events of a session stay together. */
export function writeEvents({ sessions }: Lifecycle, { tier }: Setting): TableData {
  const rows = sessions.reduce((sum, { events }) => sum + events.length, 0);
  const table = new TableBuilder(schema.events, Math.max(1, rows));
  let id = 0;
  for (const session of sessions) {
    const sentAt = dayOf(session.startAt) * DAY_SECONDS + SENT_AT;
    const syncedAt = nextBatch(sentAt, DAY_SECONDS, tier.asOfDay);
    for (const { rule: index, event, at, project, video } of session.events) {
      const rule = index === null ? undefined : EVENT_RULES[index];
      id += 1;
      table.add({
        event_id: id,
        entity_id: session.user.id,
        entity_type: "user",
        event_type: event,
        event_timestamp: at,
        location: session.onPhone ? "mobile" : "web",
        session_id: session.id,
        product_id: rule?.product ?? null,
        project_id: project?.id ?? null,
        video_id: video?.id ?? null,
        is_qualifying_event: rule?.qualifies ?? false,
        is_activation_event: rule?.activates ?? false,
        device_type: deviceType(session),
        created_at: sentAt,
        _synced_at: syncedAt,
      });
    }
  }
  return table.finish();
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_SECONDS);
}

/** Some people read on a tablet; it is the same application as on the telephone. */
function deviceType({ onPhone, user }: Session): string {
  if (!onPhone) return "desktop";
  return user.id % 4 === 0 ? "tablet" : "phone";
}
