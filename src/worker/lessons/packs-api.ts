/** The share of the API that lesson packs from outside need; what it does is loaded when it is first asked. */
import type { Bench } from "../workbench.ts";
import type { PacksApi } from "./protocol.ts";

export function packsApi(bench: Bench): PacksApi {
  return {
    packOpen: (input) => bench.withEngine(async (engine) => (await import("./packs-desk.ts")).openPack(input, engine)),
    packTemplate: () => bench.withEngine(async () => (await import("./packs-desk.ts")).packTemplate()),
  };
}
