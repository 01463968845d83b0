/**
 * The devices that are sold and the firmware that runs on them.
 *
 * Version 3.2.0 is a planted regression: until 3.2.1 replaces it six weeks later, errors happen four times as often.
 */
import { parseDay } from "../kit/calendar.ts";

export type DeviceType = "tap_controller" | "sensor" | "gateway";

export interface DeviceModel {
  readonly type: DeviceType;
  readonly category: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly priceCents: number;
  readonly watts: number;
  readonly lifespanYears: number;
  readonly warrantyYears: number;
  readonly maintenanceDays: number;
  /** How often it goes down, against the average device. */
  readonly outageFactor: number;
  readonly weight: number;
}

export const MODELS: readonly DeviceModel[] = [
  model("tap_controller", "dispensing", "Northpour", "NP-200", 74900, 45, 6, 2, 90, 1, 5),
  model("tap_controller", "dispensing", "Northpour", "NP-400", 112900, 60, 8, 3, 120, 0.7, 3),
  model("tap_controller", "dispensing", "Draftline", "D1", 58900, 40, 5, 1, 60, 1.7, 2),
  model("sensor", "monitoring", "Celsia", "T-10", 12900, 3, 5, 2, 180, 0.8, 4),
  model("sensor", "monitoring", "Celsia", "TP-20", 18900, 4, 6, 2, 180, 0.6, 2),
  model("sensor", "monitoring", "Kegwise", "K5", 15900, 5, 4, 1, 120, 1.5, 2),
  model("gateway", "connectivity", "Hubbel", "G2", 34900, 12, 7, 3, 365, 0.6, 3),
  model("gateway", "connectivity", "Hubbel", "G3", 46900, 15, 8, 3, 365, 0.4, 2),
];

function model(
  type: DeviceType,
  category: string,
  manufacturer: string,
  name: string,
  priceCents: number,
  watts: number,
  lifespanYears: number,
  warrantyYears: number,
  maintenanceDays: number,
  outageFactor: number,
  weight: number,
): DeviceModel {
  return {
    type,
    category,
    manufacturer,
    model: name,
    priceCents,
    watts,
    lifespanYears,
    warrantyYears,
    maintenanceDays,
    outageFactor,
    weight,
  };
}

export interface Firmware {
  readonly version: string;
  /** The version as one number: 320 is 3.2.0. Telemetry reports it so. */
  readonly code: number;
  readonly releasedOn: number;
  /** How often errors happen, against the average version. */
  readonly errorFactor: number;
}

function firmware(version: string, releasedOn: string, errorFactor: number): Firmware {
  const code = Number(version.replaceAll(".", ""));
  return { version, code, releasedOn: parseDay(releasedOn), errorFactor };
}

/** In order of release; devices follow each release after a lag of their own. */
export const FIRMWARE: readonly Firmware[] = [
  firmware("2.0.0", "2018-11-01", 1.3),
  firmware("2.1.0", "2020-05-12", 1.2),
  firmware("2.2.0", "2021-02-09", 1.2),
  firmware("2.3.0", "2021-09-14", 1.1),
  firmware("2.4.0", "2022-04-05", 1.1),
  firmware("2.4.1", "2022-06-21", 1),
  firmware("3.0.0", "2023-01-24", 1.4),
  firmware("3.0.1", "2023-03-14", 1),
  firmware("3.1.0", "2023-11-07", 0.9),
  firmware("3.1.1", "2024-06-18", 0.9),
  firmware("3.2.0", "2025-03-11", 4),
  firmware("3.2.1", "2025-04-22", 0.9),
  firmware("3.3.0", "2025-09-16", 0.8),
];
