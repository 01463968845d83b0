/** The reference tables, in the order of the catalog. */
import * as schema from "../../schema/reference.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeQuotas } from "./quotas.ts";
import {
  writeBrandSurvey,
  writeCalendarHolidays,
  writeExchangeRates,
  writeStateTimezones,
  writeTzTransitions,
} from "./tables.ts";

export const REFERENCE: readonly TableWriter[] = [
  writer(schema.exchangeRates, ({ setting }) => writeExchangeRates(setting)),
  writer(schema.calendarHolidays, ({ setting }) => writeCalendarHolidays(setting)),
  writer(schema.stateTimezones, ({ setting }) => writeStateTimezones(setting)),
  writer(schema.tzTransitions, ({ setting }) => writeTzTransitions(setting)),
  writer(schema.quotas, ({ setting, sales }) => writeQuotas(setting, sales.owners)),
  writer(schema.brandSurveyMonthly, ({ setting }) => writeBrandSurvey(setting)),
];
