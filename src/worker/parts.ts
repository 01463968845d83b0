/**
 * The worker's whole face: the workbench, and beside it the parts that live in rooms of their own. A part is a function from the bench
 * to its share of the API; what it needs much code for it imports when it is first asked.
 */
import type { WorkbenchApi } from "./protocol.ts";
import type { Workbench } from "./workbench.ts";

export function wholeApi(workbench: Workbench): WorkbenchApi {
  return Object.assign(workbench, {});
}
