/** The sealed tables, in the order of the catalog. */
import * as schema from "../../schema/truth.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeChannelLift, writeTrueConversions } from "./conversion.ts";
import { writeCustomerHazard } from "./customer-hazard.ts";

export const TRUTH: readonly TableWriter[] = [
  writer(schema.conversion, ({ market, setting }) => writeTrueConversions(setting, market)),
  writer(schema.channelLift, ({ market, setting }) => writeChannelLift(setting, market)),
  writer(schema.customerHazard, ({ registry }) => writeCustomerHazard(registry.world)),
];
