/** `app_database.nps_responses`: every survey that was sent, answered or not. */
import type { Survey } from "../../operations/surveys.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import { numberOf, type Registry } from "../../world/registry.ts";
import { nextBatch } from "../load-time.ts";

const BATCH_SECONDS = 86400;

export function writeNpsResponses(registry: Registry, surveys: readonly Survey[]): TableData {
  const { asOfDay } = registry.world.setting.tier;
  const table = new TableBuilder(schema.npsResponses, surveys.length);
  for (const { id, user, sentAt, respondedAt, score, topic } of surveys)
    table.add({
      id,
      customer_id: user.account.profile.id,
      user_id: numberOf(registry.userId, user),
      sent_at: sentAt,
      responded_at: respondedAt,
      score,
      comment_topic: topic,
      _synced_at: nextBatch(respondedAt ?? sentAt, BATCH_SECONDS, asOfDay),
    });
  return table.finish();
}
