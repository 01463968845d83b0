/**
 * What happens in one session: a login, then a few steps of the product of the day, on the user's own projects and videos or, for
 * reviews and comments, on those of a colleague.
 *
 * Each product has a script. A step is an event of the catalogue; a feature is used within its product's session.
 */
import { EVENT_RULES, VOICE_CLONING_LAUNCH, type ProductId } from "./catalogue.ts";
import { at } from "../kit/sites.ts";
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { LifecycleEvent, LifecycleUser, Project, Video } from "./records.ts";
import { DRAWS_PER_SESSION, SITES } from "./sites.ts";

const S = SITES.session;

export interface Workbench {
  readonly user: LifecycleUser;
  /** Projects of colleagues, ascending by time of creation. */
  readonly others: readonly Project[];
  /** The user's own; a session adds to them. */
  readonly projects: Project[];
  readonly videos: Video[];
}

interface Visit {
  readonly n: number;
  readonly startAt: number;
  readonly product: ProductId;
  /** False keeps activating events out: a first week without a result. */
  readonly mayActivate: boolean;
}

const RULE_INDEX = new Map(EVENT_RULES.map(({ product, event }, index) => [`${product}|${event}`, index]));
const MINUTES = [1, 3];
const VIDEO_SECONDS = [15, 30, 45, 60, 90, 120, 180, 300];
const PROJECT_NAMES = [
  "Spring campaign",
  "Product launch",
  "Team introduction",
  "Customer stories",
  "Event recap",
  "Tutorial series",
  "Social shorts",
  "Holiday greetings",
  "Recruiting",
  "Quarterly update",
  "Webinar",
  "Brand refresh",
];
const VIDEO_TITLES = [
  "Teaser",
  "Interview",
  "Behind the scenes",
  "How it works",
  "Short cut",
  "Long cut",
  "Opening",
  "Testimonial",
  "Demo",
  "Announcement",
];

export function sessionEvents(bench: Workbench, visit: Visit): LifecycleEvent[] {
  const script = new Script(bench, visit);
  SCRIPTS[visit.product](script);
  return script.events;
}

class Script {
  readonly events: LifecycleEvent[] = [];
  readonly #bench: Workbench;
  readonly #visit: Visit;
  #time: number;
  #drawn = 0;

  constructor(bench: Workbench, visit: Visit) {
    this.#bench = bench;
    this.#visit = visit;
    this.#time = visit.startAt;
    if (this.chance(0.3)) this.#note(null, "logged_in", null, null);
  }

  /** The next uniform number of this session. */
  unit(): number {
    const k = this.#visit.n * DRAWS_PER_SESSION + Math.min(this.#drawn, DRAWS_PER_SESSION - 1);
    this.#drawn += 1;
    return this.#bench.user.sessionDraws.unit(at(S.steps, k));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    return items[Math.floor(this.unit() * items.length)] as T;
  }

  get day(): number {
    return Math.floor(this.#time / DAY_SECONDS);
  }

  /** An event of a product; left out where it would activate too early. */
  step(product: string, event: string, about: Project | Video | null = null): void {
    const rule = RULE_INDEX.get(`${product}|${event}`);
    if (rule === undefined) throw new RangeError(`No rule for "${event}" of "${product}".`);
    if (EVENT_RULES[rule]?.activates === true && !this.#visit.mayActivate) return;
    this.#time += 60 * this.pick(MINUTES);
    const video = about !== null && "title" in about ? about : null;
    const project = about !== null && "title" in about ? about.project : about;
    // An event of a video names the video alone: its project is known from there.
    this.#note(rule, event, video === null ? project : null, video);
    if (project !== null) project.updatedAt = Math.max(project.updatedAt, this.#time);
    if (event === "video_published" && video !== null) video.publishedAt = this.#time;
  }

  #note(rule: number | null, event: string, project: Project | null, video: Video | null): void {
    this.events.push({ rule, event, at: this.#time, project, video });
  }

  /** The user's latest project, or a new one with the given chance; the first one is always new. */
  project(product: string, newShare: number): Project {
    const latest = this.#bench.projects.at(-1);
    return latest !== undefined && !this.chance(newShare) ? latest : this.newProject(product);
  }

  newProject(product: string): Project {
    const createdAt = this.#time + 60;
    const project: Project = {
      id: 0,
      owner: this.#bench.user,
      name: this.pick(PROJECT_NAMES),
      createdAt,
      updatedAt: createdAt,
    };
    this.#time = createdAt;
    this.#bench.projects.push(project);
    this.#note(RULE_INDEX.get(`${product}|project_created`) ?? null, "project_created", project, null);
    return project;
  }

  newVideo(project: Project): Video {
    this.step("video_editor", "video_created", project);
    const video: Video = {
      id: 0,
      project,
      creator: this.#bench.user,
      title: this.pick(VIDEO_TITLES),
      seconds: this.pick(VIDEO_SECONDS),
      createdAt: this.#time,
      publishedAt: null,
    };
    this.#bench.videos.push(video);
    const created = this.events.at(-1);
    if (created !== undefined) this.events[this.events.length - 1] = { ...created, project: null, video };
    return video;
  }

  lastVideo(): Video | null {
    return this.#bench.videos.at(-1) ?? null;
  }

  /** The latest video, while it is not out. */
  draft(): Video | null {
    const latest = this.lastVideo();
    return latest?.publishedAt === null ? latest : null;
  }

  /** A project that a colleague has made by now, else one of the user's own, else none. */
  somebodysProject(): Project | null {
    const { others, projects } = this.#bench;
    let known = others.length;
    while (known > 0 && (others[known - 1]?.createdAt ?? 0) >= this.#time) known -= 1;
    // The newest ones are talked about most.
    const u = this.unit();
    return others[known - 1 - Math.floor(u * u * Math.min(known, 12))] ?? projects.at(-1) ?? null;
  }
}

/** Cuts: look, make or go on with a video, dress it up, put it out. */
function editVideos(script: Script): void {
  if (script.chance(0.12)) script.step("video_editor", "video_editor_opened");
  const draft = script.chance(0.72) ? script.draft() : null;
  const known = draft ?? (script.chance(0.14) ? script.lastVideo() : null);
  const project = known?.project ?? script.project("video_editor", 0.2);
  const video = known ?? script.newVideo(project);
  if (known === null && script.chance(0.15)) script.step("video_editor", "video_uploaded", video);
  if (known !== null || script.chance(0.25)) script.step("video_editor", "video_edited", video);
  if (script.chance(0.16)) dressUp(script);
  if (video.publishedAt === null && script.chance(0.58)) script.step("video_editor", "video_published", video);
}

function dressUp(script: Script): void {
  const voices = script.day >= VOICE_CLONING_LAUNCH && script.chance(0.45);
  if (voices) {
    if (script.chance(0.3)) {
      script.step("voice_training", "voice_training_started");
      if (script.chance(0.7)) script.step("voice_training", "voice_training_completed");
    } else if (script.chance(0.25)) script.step("ai_voice_cloning", "ai_voice_cloning_opened");
    else script.step("ai_voice_cloning", "ai_voice_cloning_used");
  } else if (script.chance(0.35)) {
    script.step("transitions", script.chance(0.3) ? "transitions_previewed" : "transitions_applied");
  } else {
    script.step("visual_effects", script.chance(0.3) ? "visual_effects_previewed" : "visual_effects_applied");
  }
}

function editImages(script: Script): void {
  if (script.chance(0.15)) script.step("image_editor", "image_editor_opened");
  if (script.chance(0.1)) script.newProject("image_editor");
  script.step("image_editor", "image_edited");
  if (script.chance(0.2)) script.step("image_editor", "image_edited");
  if (script.chance(0.28)) script.step("background_removal", "background_removal_used");
  if (script.chance(0.66)) script.step("image_editor", "image_exported");
}

function browseTemplates(script: Script): void {
  if (script.chance(0.42)) {
    script.step("template_search", "template_search_run");
    if (script.chance(0.6)) script.step("template_search", "template_search_result_opened");
  }
  if (script.chance(0.4)) script.step("template_library", "template_viewed");
  if (script.chance(0.85)) script.step("template_library", "template_selected");
  if (script.chance(0.55)) script.step("template_library", "template_saved");
}

function workAsTeam(script: Script): void {
  script.step("team_workspace", "team_workspace_opened");
  const project = script.project("team_workspace", 0.15);
  if (script.chance(0.5)) script.step("team_workspace", "member_invited", project);
  if (script.chance(0.45)) {
    script.step("project_sharing", "project_sharing_link_created", project);
    if (script.chance(0.4)) script.step("project_sharing", "project_sharing_link_opened", project);
  }
}

function review(script: Script): void {
  const project = script.somebodysProject();
  script.step("review_approval", "review_opened", project);
  if (script.chance(0.6)) script.step("review_approval", "review_requested", project);
  if (script.chance(0.55)) script.step("realtime_comments", "comment_added", project);
  if (script.chance(0.25)) script.step("comment_reply", "comment_reply_added", project);
  if (script.chance(0.5)) script.step("review_approval", "review_approved", project);
}

function lookAtNumbers(script: Script): void {
  script.step("usage_analytics", "usage_analytics_viewed");
  if (script.chance(0.3))
    script.step("custom_reports", script.chance(0.5) ? "custom_report_viewed" : "custom_report_created");
  if (script.chance(0.5)) script.step("usage_analytics", "usage_report_exported");
}

function lookAtInsights(script: Script): void {
  script.step("performance_insights", "performance_insights_viewed");
  if (script.chance(0.55)) script.step("performance_insights", "performance_insights_shared");
}

const SCRIPTS: Readonly<Record<ProductId, (script: Script) => void>> = {
  video_editor: editVideos,
  image_editor: editImages,
  template_library: browseTemplates,
  team_workspace: workAsTeam,
  review_approval: review,
  usage_analytics: lookAtNumbers,
  performance_insights: lookAtInsights,
};
