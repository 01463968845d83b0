/**
 * The whole world of a tier: every account's profile, and then every account's life.
 *
 * Accounts do not act on each other (groups are fixed when they sign up), so any of them can be simulated again alone.
 */
import { liveAccount } from "./life.ts";
import { makeProfiles } from "./profiles.ts";
import type { Setting, World } from "./world.ts";

export function simulate(setting: Setting): World {
  return { setting, accounts: makeProfiles(setting).map((profile) => liveAccount(profile, setting)) };
}
