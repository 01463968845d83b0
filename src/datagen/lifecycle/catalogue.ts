/**
 * What the lifecycle company sells, and which events count for what.
 *
 * Three families (tier 1) are named by `family`; the rows are products (tier 2), features (3) and sub-features (4). The rules say
 * for each event of a product whether it qualifies (keeps its user active) and whether it activates; the flags on events follow.
 */
import { parseDay } from "../kit/calendar.ts";

export interface CatalogueItem {
  readonly id: string;
  readonly name: string;
  readonly family: "content_creation" | "collaboration" | "analytics";
  readonly tier: 2 | 3 | 4;
  readonly parent: string | null;
  readonly launchedDay: number;
}

const FOUNDED = parseDay("2018-09-03");
/** Launched with much noise in the autumn of 2024, with the training of own voices as part of it. */
export const VOICE_CLONING_LAUNCH = parseDay("2024-09-17");

function item(
  id: string,
  name: string,
  family: CatalogueItem["family"],
  tier: CatalogueItem["tier"],
  parent: string | null = null,
  launchedDay = FOUNDED,
): CatalogueItem {
  return { id, name, family, tier, parent, launchedDay };
}

export const CATALOGUE: readonly CatalogueItem[] = [
  item("video_editor", "Video Editor", "content_creation", 2),
  item("image_editor", "Image Editor", "content_creation", 2),
  item("template_library", "Template Library", "content_creation", 2),
  item("ai_voice_cloning", "AI Voice Cloning", "content_creation", 3, "video_editor", VOICE_CLONING_LAUNCH),
  item("visual_effects", "Visual Effects", "content_creation", 3, "video_editor"),
  item("background_removal", "Background Removal", "content_creation", 3, "image_editor"),
  item("template_search", "Template Search", "content_creation", 3, "template_library"),
  item("voice_training", "Voice Training", "content_creation", 4, "ai_voice_cloning", VOICE_CLONING_LAUNCH),
  item("transitions", "Transitions", "content_creation", 4, "visual_effects"),
  item("team_workspace", "Team Workspace", "collaboration", 2),
  item("review_approval", "Review & Approval", "collaboration", 2),
  item("project_sharing", "Project Sharing", "collaboration", 3, "team_workspace"),
  item("realtime_comments", "Realtime Comments", "collaboration", 3, "review_approval"),
  item("comment_reply", "Comment Reply", "collaboration", 4, "realtime_comments"),
  item("usage_analytics", "Usage Analytics", "analytics", 2),
  item("performance_insights", "Performance Insights", "analytics", 2),
  item("custom_reports", "Custom Reports", "analytics", 3, "usage_analytics"),
];

export type ProductId =
  | "video_editor"
  | "image_editor"
  | "template_library"
  | "team_workspace"
  | "review_approval"
  | "usage_analytics"
  | "performance_insights";

export interface EventRule {
  readonly event: string;
  readonly product: string;
  readonly qualifies: boolean;
  readonly activates: boolean;
}

const LOOKS = { qualifies: false, activates: false };
const WORKS = { qualifies: true, activates: false };
const ACTIVATES = { qualifies: true, activates: true };

const rule = (product: string, event: string, what: typeof LOOKS): EventRule => ({ event, product, ...what });

/** Every pair of event and product that may occur. */
export const EVENT_RULES: readonly EventRule[] = [
  rule("video_editor", "video_editor_opened", LOOKS),
  rule("video_editor", "project_created", WORKS),
  rule("video_editor", "video_created", WORKS),
  rule("video_editor", "video_uploaded", WORKS),
  rule("video_editor", "video_edited", WORKS),
  rule("video_editor", "video_published", ACTIVATES),
  rule("image_editor", "image_editor_opened", LOOKS),
  rule("image_editor", "project_created", WORKS),
  rule("image_editor", "image_edited", WORKS),
  rule("image_editor", "image_exported", ACTIVATES),
  rule("template_library", "template_viewed", LOOKS),
  rule("template_library", "template_selected", WORKS),
  rule("template_library", "template_saved", ACTIVATES),
  rule("ai_voice_cloning", "ai_voice_cloning_opened", LOOKS),
  rule("ai_voice_cloning", "ai_voice_cloning_used", ACTIVATES),
  rule("visual_effects", "visual_effects_previewed", LOOKS),
  rule("visual_effects", "visual_effects_applied", ACTIVATES),
  rule("background_removal", "background_removal_used", ACTIVATES),
  rule("template_search", "template_search_run", LOOKS),
  rule("template_search", "template_search_result_opened", ACTIVATES),
  rule("voice_training", "voice_training_started", WORKS),
  rule("voice_training", "voice_training_completed", ACTIVATES),
  rule("transitions", "transitions_previewed", LOOKS),
  rule("transitions", "transitions_applied", ACTIVATES),
  rule("team_workspace", "team_workspace_opened", LOOKS),
  rule("team_workspace", "project_created", WORKS),
  rule("team_workspace", "member_invited", ACTIVATES),
  rule("review_approval", "review_opened", LOOKS),
  rule("review_approval", "review_requested", WORKS),
  rule("review_approval", "review_approved", ACTIVATES),
  rule("project_sharing", "project_sharing_link_created", ACTIVATES),
  rule("project_sharing", "project_sharing_link_opened", LOOKS),
  rule("realtime_comments", "comment_added", ACTIVATES),
  rule("comment_reply", "comment_reply_added", ACTIVATES),
  rule("usage_analytics", "usage_analytics_viewed", WORKS),
  rule("usage_analytics", "usage_report_exported", ACTIVATES),
  rule("performance_insights", "performance_insights_viewed", WORKS),
  rule("performance_insights", "performance_insights_shared", ACTIVATES),
  rule("custom_reports", "custom_report_viewed", LOOKS),
  rule("custom_reports", "custom_report_created", ACTIVATES),
];

/** Where a new user begins. */
export const FIRST_PRODUCT: readonly (readonly [ProductId, number])[] = [
  ["video_editor", 55],
  ["image_editor", 20],
  ["template_library", 12],
  ["team_workspace", 7],
  ["review_approval", 3],
  ["usage_analytics", 2],
  ["performance_insights", 1],
];

/** What is taken up next, by what was taken up last. */
export const NEXT_PRODUCT: Readonly<Record<ProductId, readonly (readonly [ProductId, number])[]>> = {
  video_editor: [
    ["template_library", 38],
    ["image_editor", 24],
    ["review_approval", 18],
    ["team_workspace", 14],
    ["usage_analytics", 6],
  ],
  image_editor: [
    ["template_library", 44],
    ["video_editor", 34],
    ["team_workspace", 14],
    ["review_approval", 8],
  ],
  template_library: [
    ["video_editor", 42],
    ["image_editor", 28],
    ["team_workspace", 18],
    ["review_approval", 12],
  ],
  team_workspace: [
    ["review_approval", 52],
    ["video_editor", 22],
    ["usage_analytics", 20],
    ["image_editor", 6],
  ],
  review_approval: [
    ["team_workspace", 46],
    ["usage_analytics", 30],
    ["video_editor", 16],
    ["template_library", 8],
  ],
  usage_analytics: [
    ["performance_insights", 62],
    ["team_workspace", 22],
    ["review_approval", 16],
  ],
  performance_insights: [
    ["usage_analytics", 64],
    ["team_workspace", 22],
    ["review_approval", 14],
  ],
};
