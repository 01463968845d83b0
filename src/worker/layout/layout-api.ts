/** The layout of the lineage as a part of the worker: the page's own thread stays free for the hand that moves the picture. */
import { succeed } from "../../engine/core/errors.ts";
import type { Bench } from "../workbench.ts";
import type { LayoutApi } from "./protocol.ts";

export function layoutApi(bench: Bench): LayoutApi {
  return {
    layoutGraph: ({ boxes, edges }) =>
      bench.withEngine(async () => {
        const { layoutGraph } = await import("./layered-layout.ts");
        return succeed(layoutGraph(boxes, edges));
      }),
  };
}
