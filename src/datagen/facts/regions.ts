/**
 * Where people visit the web site from: the cities of the customers, and one city in each of the other states of the US, where
 * nobody is served yet.
 */
import { CITIES, type City } from "./geography.ts";

const EASTERN = "America/New_York";
const CENTRAL = "America/Chicago";
const MOUNTAIN = "America/Denver";

function elsewhere(name: string, state: string, timezone: string, latitude: number, longitude: number): City {
  return {
    city: name,
    state,
    country: "US",
    timezone,
    zipPrefix: "",
    latitude: latitude * 10000,
    longitude: longitude * 10000,
    weight: 0.8,
  };
}

/** States without a single dealer: their people ask, and sales has to decline. */
export const UNSERVED_CITIES: readonly City[] = [
  elsewhere("Newark", "NJ", EASTERN, 4074, -7417),
  elsewhere("Hartford", "CT", EASTERN, 4176, -7268),
  elsewhere("Charleston", "SC", EASTERN, 3278, -7993),
  elsewhere("Oklahoma City", "OK", CENTRAL, 3547, -9752),
  elsewhere("Louisville", "KY", EASTERN, 3825, -8576),
  elsewhere("Albuquerque", "NM", MOUNTAIN, 3508, -10665),
  elsewhere("Des Moines", "IA", CENTRAL, 4159, -9362),
  elsewhere("Manchester", "NH", EASTERN, 4299, -7146),
  elsewhere("Birmingham", "AL", CENTRAL, 3352, -8680),
  elsewhere("Wichita", "KS", CENTRAL, 3769, -9734),
  elsewhere("Omaha", "NE", CENTRAL, 4126, -9593),
  elsewhere("Providence", "RI", EASTERN, 4182, -7141),
  elsewhere("Burlington", "VT", EASTERN, 4448, -7321),
  elsewhere("Anchorage", "AK", "America/Anchorage", 6122, -14990),
  elsewhere("Little Rock", "AR", CENTRAL, 3475, -9229),
  elsewhere("Wilmington", "DE", EASTERN, 3974, -7555),
  elsewhere("Honolulu", "HI", "Pacific/Honolulu", 2131, -15786),
  elsewhere("Jackson", "MS", CENTRAL, 3230, -9018),
  elsewhere("Billings", "MT", MOUNTAIN, 4578, -10850),
  elsewhere("Fargo", "ND", CENTRAL, 4688, -9679),
  elsewhere("Sioux Falls", "SD", CENTRAL, 4354, -9673),
  elsewhere("Charleston", "WV", EASTERN, 3835, -8163),
  elsewhere("Cheyenne", "WY", MOUNTAIN, 4114, -10482),
];

const UNSERVED_STATES = new Set(UNSERVED_CITIES.map(({ state }) => state));

/** All cities from which the web site is visited. */
export const VISITOR_CITIES: readonly City[] = [...CITIES, ...UNSERVED_CITIES];

/** All states and regions, in a total order. */
export const STATES: readonly string[] = [...new Set(VISITOR_CITIES.map(({ state }) => state))];

const STATE_INDEX = new Map(STATES.map((state, index) => [state, index]));

export function stateIndex(state: string): number {
  return STATE_INDEX.get(state) ?? 0;
}

export function isServed(state: string): boolean {
  return !UNSERVED_STATES.has(state);
}
