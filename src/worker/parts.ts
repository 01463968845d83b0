/**
 * The worker's whole face: the workbench, and beside it the parts that live in rooms of their own. A part is a function from the bench
 * to its share of the API; what it needs much code for it imports when it is first asked.
 */
import { dashboardsApi } from "./dashboards/dashboards-api.ts";
import { docsApi } from "./docs/docs-api.ts";
import { filesApi } from "./files/files-api.ts";
import { layoutApi } from "./layout/layout-api.ts";
import { historyApi } from "./history/history-api.ts";
import { keptApi } from "./kept/kept-api.ts";
import { lessonsApi } from "./lessons/lessons-api.ts";
import { packsApi } from "./lessons/packs-api.ts";
import { metricsApi } from "./metrics/metrics-api.ts";
import { profileApi } from "./profile/profile-api.ts";
import type { WorkbenchApi } from "./protocol.ts";
import { rippleApi } from "./ripple/ripple-api.ts";
import type { Workbench } from "./workbench.ts";
import { xrayApi } from "./xray/xray-api.ts";

export function wholeApi(workbench: Workbench): WorkbenchApi {
  const { bench } = workbench;
  return Object.assign(workbench, {
    ...filesApi(bench),
    ...layoutApi(bench),
    ...dashboardsApi(bench),
    ...metricsApi(bench),
    ...historyApi(bench),
    ...keptApi(bench),
    ...docsApi(bench),
    ...profileApi(bench),
    ...xrayApi(bench),
    ...rippleApi(bench),
    ...lessonsApi(bench),
    ...packsApi(bench),
  });
}
