/** The tables of the product's own database, in the order of the catalog. */
import * as schema from "../../schema/app-database.ts";
import { writer, type TableWriter } from "../writer.ts";
import { writeAccountChanges } from "./account-changes.ts";
import { writeAccounts } from "./accounts.ts";
import { writeDeviceStatusEvents } from "./device-status-events.ts";
import { writeDeviceTelemetryDaily } from "./device-telemetry-daily.ts";
import { writeDeviceTelemetryHourly } from "./device-telemetry-hourly.ts";
import { writeDeviceTelemetryMonthly } from "./device-telemetry-monthly.ts";
import { writeApiRequests } from "./api-requests.ts";
import { writeDevices } from "./devices.ts";
import { writeExperimentAssignments, writeExperiments } from "./experiments.ts";
import { writeFirmwareReleases } from "./firmware-releases.ts";
import { writeLocationChanges } from "./location-changes.ts";
import { writeFeatures } from "./features.ts";
import { writeLocations } from "./locations.ts";
import { writeMaintenanceEvents } from "./maintenance-events.ts";
import { writeNpsResponses } from "./nps-responses.ts";
import { writePlans } from "./plans.ts";
import { writeSubscriptionChanges, writeSubscriptions } from "./subscriptions.ts";
import { writeSupportTickets } from "./support-tickets.ts";
import { writeTapEvents } from "./tap-events.ts";
import { writeFeatureUsage, writePageViews, writeUserSessions } from "./usage.ts";
import { writeUserRoleChanges } from "./role-changes.ts";
import { writeUsers } from "./users.ts";
import { writeWebSessions } from "./web-sessions.ts";

export const APP_DATABASE: readonly TableWriter[] = [
  writer(schema.accounts, ({ registry }) => writeAccounts(registry)),
  writer(schema.accountChanges, ({ registry }) => writeAccountChanges(registry)),
  writer(schema.locations, ({ registry }) => writeLocations(registry)),
  writer(schema.locationChanges, ({ registry }) => writeLocationChanges(registry)),
  writer(schema.users, ({ registry, usage }) => writeUsers(registry, usage)),
  writer(schema.userRoleChanges, ({ registry, usage }) => writeUserRoleChanges(usage, registry)),
  writer(schema.plans, ({ registry }) => writePlans(registry)),
  writer(schema.subscriptions, ({ registry }) => writeSubscriptions(registry)),
  writer(schema.subscriptionChanges, ({ registry }) => writeSubscriptionChanges(registry)),
  writer(schema.devices, ({ registry, operations }) => writeDevices(registry, operations.statusLog)),
  writer(schema.tapEvents, ({ registry, operations }) =>
    writeTapEvents(registry, operations.panel, operations.serviceRecords),
  ),
  writer(schema.deviceTelemetryHourly, ({ registry }) => writeDeviceTelemetryHourly(registry)),
  writer(schema.deviceTelemetryDaily, ({ registry }) => writeDeviceTelemetryDaily(registry)),
  writer(schema.deviceTelemetryMonthly, ({ registry }) => writeDeviceTelemetryMonthly(registry)),
  writer(schema.deviceStatusEvents, ({ setting, operations }) =>
    writeDeviceStatusEvents(operations.statusLog, setting.tier.asOfDay),
  ),
  writer(schema.maintenanceEvents, ({ setting, operations }) =>
    writeMaintenanceEvents(operations.serviceRecords, setting.tier.asOfDay),
  ),
  writer(schema.firmwareReleases, ({ setting }) => writeFirmwareReleases(setting.tier.asOfDay)),
  writer(schema.features, ({ setting }) => writeFeatures(setting)),
  writer(schema.featureUsage, ({ usage, setting }) => writeFeatureUsage(usage, setting)),
  writer(schema.userSessions, ({ usage, setting }) => writeUserSessions(usage, setting)),
  writer(schema.pageViews, ({ usage, setting }) => writePageViews(usage, setting)),
  writer(schema.webSessions, ({ registry, market }) => writeWebSessions(registry, market)),
  writer(schema.supportTickets, ({ registry, operations }) => writeSupportTickets(registry, operations.tickets)),
  writer(schema.npsResponses, ({ registry, operations }) => writeNpsResponses(registry, operations.surveys)),
  writer(schema.apiRequestsDaily, ({ registry }) => writeApiRequests(registry)),
  writer(schema.experiments, ({ registry }) => writeExperiments(registry.world)),
  writer(schema.experimentAssignments, ({ registry }) => writeExperimentAssignments(registry.world)),
];
