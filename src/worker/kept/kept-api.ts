/** The kept tables' share of the API; where nothing can be kept, it says that nothing is. */
import { succeed } from "../../engine/core/errors.ts";
import type { Bench } from "../workbench.ts";
import type { KeptApi, KeptState } from "./protocol.ts";

const NOTHING: KeptState = { settings: { reuse: false, budget: 0 }, tables: [], bytes: 0, putBack: 0 };

export function keptApi(bench: Bench): KeptApi {
  return {
    keptState: () => bench.withEngine(async () => succeed((await (await bench.kept())?.state()) ?? NOTHING)),
    setKept: (settings) =>
      bench.withEngine(async () => succeed((await (await bench.kept())?.set(settings)) ?? NOTHING)),
    emptyKept: () => bench.withEngine(async () => succeed((await (await bench.kept())?.empty()) ?? NOTHING)),
  };
}
