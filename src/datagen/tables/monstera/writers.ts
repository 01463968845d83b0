/** The tables of the lifecycle company, in the order of the catalog. */
import * as schema from "../../schema/monstera.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeProductCatalog, writeProductEventRules } from "./catalogue.ts";
import {
  writeDeletions,
  writeMonsteraAccounts,
  writeMonsteraSubscriptions,
  writePaymentFailures,
  writeSeatChanges,
} from "./studios.ts";
import { writeEvents, writeMonsteraUsers, writeProjects, writeVideos } from "./usage.ts";

export const MONSTERA: readonly TableWriter[] = [
  writer(schema.events, ({ lifecycle, setting }) => writeEvents(lifecycle, setting)),
  writer(schema.users, ({ lifecycle, setting }) => writeMonsteraUsers(lifecycle, setting)),
  writer(schema.accounts, ({ lifecycle, setting }) => writeMonsteraAccounts(lifecycle, setting)),
  writer(schema.productCatalog, ({ setting }) => writeProductCatalog(setting)),
  writer(schema.productEventRules, ({ setting }) => writeProductEventRules(setting)),
  writer(schema.subscriptions, ({ lifecycle, setting }) => writeMonsteraSubscriptions(lifecycle, setting)),
  writer(schema.seatChanges, ({ lifecycle, setting }) => writeSeatChanges(lifecycle, setting)),
  writer(schema.projects, ({ lifecycle, setting }) => writeProjects(lifecycle, setting)),
  writer(schema.videos, ({ lifecycle, setting }) => writeVideos(lifecycle, setting)),
  writer(schema.paymentFailures, ({ lifecycle, setting }) => writePaymentFailures(lifecycle, setting)),
  writer(schema.deletions, ({ lifecycle, setting }) => writeDeletions(lifecycle, setting)),
];
