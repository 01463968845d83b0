/**
 * The cities of the world, with how often they are drawn. Coordinates are millionths of a degree, rounded to the city centre.
 */

export interface City {
  readonly city: string;
  readonly state: string;
  readonly country: "US" | "CA" | "GB";
  readonly timezone: string;
  /** First digits of the postal code; two digits follow. */
  readonly zipPrefix: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly weight: number;
}

const EASTERN = "America/New_York";
const CENTRAL = "America/Chicago";
const MOUNTAIN = "America/Denver";
const PACIFIC = "America/Los_Angeles";

function city(
  name: string,
  state: string,
  timezone: string,
  zipPrefix: string,
  latitude: number,
  longitude: number,
  weight: number,
  country: City["country"] = "US",
): City {
  return {
    city: name,
    state,
    country,
    timezone,
    zipPrefix,
    latitude: latitude * 10000,
    longitude: longitude * 10000,
    weight,
  };
}

/** Latitude and longitude are given in hundredths of a degree. */
export const CITIES: readonly City[] = [
  city("New York", "NY", EASTERN, "100", 4071, -7401, 9),
  city("Buffalo", "NY", EASTERN, "142", 4289, -7888, 3),
  city("Boston", "MA", EASTERN, "021", 4236, -7106, 5),
  city("Portland", "ME", EASTERN, "041", 4366, -7026, 2),
  city("Philadelphia", "PA", EASTERN, "191", 3995, -7517, 5),
  city("Pittsburgh", "PA", EASTERN, "152", 4044, -8000, 3),
  city("Baltimore", "MD", EASTERN, "212", 3929, -7661, 3),
  city("Richmond", "VA", EASTERN, "232", 3754, -7744, 2),
  city("Raleigh", "NC", EASTERN, "276", 3578, -7864, 3),
  city("Asheville", "NC", EASTERN, "288", 3560, -8255, 2),
  city("Atlanta", "GA", EASTERN, "303", 3375, -8439, 4),
  city("Miami", "FL", EASTERN, "331", 2576, -8019, 4),
  city("Tampa", "FL", EASTERN, "336", 2795, -8246, 3),
  city("Cleveland", "OH", EASTERN, "441", 4150, -8169, 3),
  city("Columbus", "OH", EASTERN, "432", 3996, -8300, 3),
  city("Detroit", "MI", EASTERN, "482", 4233, -8305, 3),
  city("Grand Rapids", "MI", EASTERN, "495", 4296, -8567, 3),
  city("Indianapolis", "IN", EASTERN, "462", 3977, -8616, 2),
  city("Chicago", "IL", CENTRAL, "606", 4188, -8763, 8),
  city("Milwaukee", "WI", CENTRAL, "532", 4304, -8791, 4),
  city("Madison", "WI", CENTRAL, "537", 4307, -8940, 2),
  city("Minneapolis", "MN", CENTRAL, "554", 4498, -9327, 3),
  city("St. Louis", "MO", CENTRAL, "631", 3863, -9020, 3),
  city("Kansas City", "MO", CENTRAL, "641", 3910, -9458, 2),
  city("Nashville", "TN", CENTRAL, "372", 3616, -8678, 3),
  city("New Orleans", "LA", CENTRAL, "701", 2995, -9007, 3),
  city("Austin", "TX", CENTRAL, "787", 3027, -9774, 5),
  city("Houston", "TX", CENTRAL, "770", 2976, -9537, 4),
  city("Dallas", "TX", CENTRAL, "752", 3278, -9680, 4),
  city("San Antonio", "TX", CENTRAL, "782", 2942, -9849, 2),
  city("Denver", "CO", MOUNTAIN, "802", 3974, -10499, 5),
  city("Fort Collins", "CO", MOUNTAIN, "805", 4058, -10508, 2),
  city("Salt Lake City", "UT", MOUNTAIN, "841", 4076, -11189, 2),
  city("Boise", "ID", "America/Boise", "837", 4362, -11621, 1),
  city("Phoenix", "AZ", "America/Phoenix", "850", 3345, -11207, 3),
  city("Las Vegas", "NV", PACIFIC, "891", 3617, -11514, 3),
  city("San Diego", "CA", PACIFIC, "921", 3272, -11716, 5),
  city("Los Angeles", "CA", PACIFIC, "900", 3405, -11824, 7),
  city("San Francisco", "CA", PACIFIC, "941", 3777, -12242, 4),
  city("Sacramento", "CA", PACIFIC, "958", 3858, -12149, 2),
  city("Portland", "OR", PACIFIC, "972", 4552, -12268, 4),
  city("Bend", "OR", PACIFIC, "977", 4406, -12132, 2),
  city("Seattle", "WA", PACIFIC, "981", 4761, -12233, 5),
  city("Toronto", "ON", "America/Toronto", "M5V 2T", 4365, -7938, 4, "CA"),
  city("Ottawa", "ON", "America/Toronto", "K1P 5J", 4542, -7570, 2, "CA"),
  city("Montreal", "QC", "America/Toronto", "H2X 1Y", 4550, -7357, 2, "CA"),
  city("Vancouver", "BC", "America/Vancouver", "V6B 1H", 4928, -12312, 3, "CA"),
  city("London", "ENG", "Europe/London", "SE1 9", 5151, -13, 4, "GB"),
  city("Manchester", "ENG", "Europe/London", "M1 2", 5348, -224, 2, "GB"),
  city("Edinburgh", "SCT", "Europe/London", "EH1 1", 5595, -319, 1, "GB"),
];

/** Sales tax on the service by state, in hundredths of a percent; where it is not listed the service is not taxed. */
const TAX_BASIS_POINTS: Readonly<Record<string, number>> = {
  NY: 400,
  PA: 600,
  TX: 500,
  WA: 650,
  TN: 700,
  UT: 485,
  AZ: 560,
  OH: 575,
  MA: 625,
};

export function taxBasisPoints(state: string): number {
  return TAX_BASIS_POINTS[state] ?? 0;
}

export const STREETS: readonly string[] = [
  "Main Street",
  "Market Street",
  "Mill Road",
  "Harbor Street",
  "Station Road",
  "Canal Street",
  "Union Avenue",
  "Park Avenue",
  "Lake Street",
  "River Road",
  "Front Street",
  "Broad Street",
  "Oak Street",
  "Cedar Lane",
  "Maple Avenue",
  "Washington Street",
  "Division Street",
  "Hill Street",
  "Bridge Street",
  "Court Street",
  "Foundry Lane",
  "Cooper Street",
  "Depot Street",
  "Grand Avenue",
];
