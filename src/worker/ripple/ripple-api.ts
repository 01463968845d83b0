/**
 * Live mode's share of the API. Small, since it is there from the start: it hears which nodes were built from which reading of the
 * project, also while nobody looks. The desk with the rest comes when it is first asked for.
 */
import { diagnostic, fail, succeed } from "../../engine/core/errors.ts";
import type { Bench } from "../workbench.ts";
import { BuiltFrom } from "./built-from.ts";
import type { RippleApi } from "./protocol.ts";
import type { RippleDesk } from "./ripple-desk.ts";

export function rippleApi(bench: Bench): RippleApi {
  const built = new BuiltFrom(bench);
  let opening: Promise<RippleDesk> | null = null;
  const desk = (): Promise<RippleDesk> =>
    (opening ??= import("./ripple-desk.ts")
      .then(({ RippleDesk }) => new RippleDesk(bench, built))
      .catch((thrown: unknown) => {
        opening = null;
        throw thrown;
      }));
  return {
    rippleWatch: () => bench.withEngine(async () => (await desk()).watch()),
    ripple: ({ budgetMs }) => bench.withEngine(async (engine) => (await desk()).ripple(engine, budgetMs)),
    rippleNews: (after) => bench.withEngine(async () => succeed(await (await desk()).news(after))),
    rippleStop: () => bench.withEngine(async () => succeed((await desk()).stop())),
    rippleRows: (id, kind, options) =>
      bench.withEngine(async () => {
        const table = await (await desk()).rows(id, kind, options);
        return table
          ? table
          : fail(
              diagnostic(
                "W002",
                "These rows are not there any more: the trial build that they stood in was replaced.",
                {
                  hint: "Wait for the next comparison, or edit the model once more.",
                  node: id,
                },
              ),
            );
      }),
    rippleFiles: () => bench.withEngine(async () => succeed((await desk()).files())),
    rippleAccept: () => bench.withEngine(async () => (await desk()).accept()),
  };
}
