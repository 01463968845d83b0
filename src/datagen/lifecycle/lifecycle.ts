/**
 * The lifecycle company from a setting to everything that happened: studios, their users, what these did, and what was deleted.
 *
 * It has nothing to do with the application's customers: another company, the same engine. Users of a studio are simulated in the
 * order of their seats, so that one may comment on what another made before.
 */
import type { Setting } from "../world/world.ts";
import { makeDeletions, userDeletionDay } from "./deletions.ts";
import type { Lifecycle, LifecycleUser, Project, Session, Studio, Video } from "./records.ts";
import { accessSpans, makeStudios } from "./studios.ts";
import { useProduct } from "./usage.ts";
import { makeUsers } from "./users.ts";

export function simulateLifecycle(setting: Setting): Lifecycle {
  const { asOfDay } = setting.tier;
  const studios = makeStudios(setting);
  const users = makeUsers(studios, setting);
  const sessions: Session[] = [];
  const projects: Project[] = [];
  const videos: Video[] = [];
  for (const [studio, members] of byStudio(users)) {
    const spans = accessSpans(studio);
    let known: Project[] = [];
    for (const user of members) {
      const deleted = userDeletionDay(user);
      const usage = useProduct(user, spans, known, deleted === null ? asOfDay : Math.min(asOfDay, deleted - 1));
      for (const session of usage.sessions) sessions.push(session);
      for (const video of usage.videos) videos.push(video);
      for (const project of usage.projects) projects.push(project);
      if (usage.projects.length > 0) known = [...known, ...usage.projects].sort(byCreation);
    }
  }
  sessions.sort((a, b) => a.startAt - b.startAt || a.user.id - b.user.id);
  projects.sort(byCreation);
  videos.sort((a, b) => a.createdAt - b.createdAt || a.creator.id - b.creator.id);
  for (const list of [sessions, projects, videos]) list.forEach((item, index) => (item.id = index + 1));
  return { studios, users, sessions, projects, videos, deletions: makeDeletions(studios, users, asOfDay) };
}

/** A user makes one thing at a time, so time and user are a total order. */
function byCreation(a: Project, b: Project): number {
  return a.createdAt - b.createdAt || a.owner.id - b.owner.id;
}

function byStudio(users: readonly LifecycleUser[]): Map<Studio, LifecycleUser[]> {
  const groups = new Map<Studio, LifecycleUser[]>();
  for (const user of users) {
    const group = groups.get(user.studio);
    if (group === undefined) groups.set(user.studio, [user]);
    else group.push(user);
  }
  for (const group of groups.values()) group.sort((a, b) => a.ordinal - b.ordinal);
  return groups;
}
