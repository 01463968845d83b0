/**
 * `app_database.experiments` and `experiment_assignments`: what was tested, and who was in which arm.
 *
 * A holdout is drawn by state. Accounts of the US are listed with the arm of their state, so that the arms can be joined to
 * anything that knows an account or a state; those that came before the test are listed from its first day.
 */
import { HOLDOUTS, ONBOARDING_TEST, type Experiment, type Holdout } from "../../facts/experiments.ts";
import { DAY_SECONDS } from "../../kit/calendar.ts";
import * as schema from "../../schema/app-database.ts";
import { TableBuilder, type TableData } from "../../table.ts";
import type { Profile, World } from "../../world/world.ts";
import { nextBatch, nightlyLoad } from "../load-time.ts";

const BATCH_SECONDS = 24 * 3600;

export function writeExperiments({ setting }: World): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.experiments, 3);
  for (const experiment of [ONBOARDING_TEST, ...HOLDOUTS]) {
    if (experiment.startDay > asOfDay) continue;
    table.add({
      exp_id: experiment.id,
      name: experiment.name,
      kind: experiment.kind,
      unit: experiment.unit,
      start_date: experiment.startDay,
      end_date: experiment.endDay,
      hypothesis: experiment.hypothesis,
      arms: armsOf(experiment),
      _synced_at: nightlyLoad(asOfDay),
    });
  }
  return table.finish();
}

function isHoldout(experiment: Experiment): experiment is Holdout {
  return "states" in experiment;
}

function armsOf(experiment: Experiment): string {
  return isHoldout(experiment)
    ? `holdout: ${experiment.states.join(" ")}; control: all other US states`
    : "A: as before; B: guided";
}

export function writeExperimentAssignments({ setting, accounts }: World): TableData {
  const { asOfDay } = setting.tier;
  const table = new TableBuilder(schema.experimentAssignments, accounts.length * 2);
  const assign = ({ id }: Experiment, profile: Profile, arm: string, assignedAt: number): void => {
    table.add({
      exp_id: id,
      customer_id: profile.id,
      arm,
      assigned_at: assignedAt,
      state: profile.city.state,
      _synced_at: nextBatch(assignedAt, BATCH_SECONDS, asOfDay),
    });
  };
  for (const { profile } of accounts)
    if (profile.experimentArm !== null) assign(ONBOARDING_TEST, profile, profile.experimentArm, profile.createdAt);
  for (const holdout of HOLDOUTS) {
    if (holdout.startDay > asOfDay) continue;
    for (const { profile } of accounts) {
      if (profile.city.country !== "US" || profile.signupDay > holdout.endDay) continue;
      const arm = holdout.states.includes(profile.city.state) ? "holdout" : "control";
      assign(holdout, profile, arm, Math.max(profile.createdAt, holdout.startDay * DAY_SECONDS));
    }
  }
  return table.finish();
}
