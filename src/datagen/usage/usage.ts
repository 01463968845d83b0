/**
 * How the people of all accounts use the application. Holds who they are; what they do is drawn when a table asks for it.
 */
import { DAY_SECONDS } from "../kit/calendar.ts";
import { numberOf, type Registry } from "../world/registry.ts";
import type { User } from "../world/people.ts";
import { personOf, promotionOf, type Person, type Promotion } from "./person.ts";
import { lastStart } from "./sessions.ts";

export interface Usage {
  /** In the order of the users' ids; only those who accepted their invitation. */
  readonly people: readonly { readonly userId: number; readonly person: Person }[];
  /** Promotions that have happened, in order of time. */
  readonly promotions: readonly { readonly userId: number; readonly person: Person; readonly promotion: Promotion }[];
  /** When each user last began a visit. */
  readonly lastLogin: ReadonlyMap<User, number>;
  /** The role on the as-of day, where it is not the one that the user is to end with. */
  readonly roleBefore: ReadonlyMap<User, User["role"]>;
}

export function simulateUsage(registry: Registry): Usage {
  const { seed, tier } = registry.world.setting;
  const people = registry.users.flatMap((user) => {
    const person = personOf(user, seed, tier.asOfDay);
    return person === null ? [] : [{ userId: numberOf(registry.userId, user), person }];
  });
  const lastLogin = new Map<User, number>();
  const roleBefore = new Map<User, User["role"]>();
  const promotions: { userId: number; person: Person; promotion: Promotion }[] = [];
  for (const { userId, person } of people) {
    const last = lastStart(person);
    if (last !== null) lastLogin.set(person.user, last);
    const promotion = promotionOf(person.user, person.draws);
    if (promotion === null) continue;
    if (promotion.at < (person.toDay + 1) * DAY_SECONDS) promotions.push({ userId, person, promotion });
    else roleBefore.set(person.user, promotion.from);
  }
  promotions.sort((a, b) => a.promotion.at - b.promotion.at || a.userId - b.userId);
  return { people, promotions, lastLogin, roleBefore };
}
