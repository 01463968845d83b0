/**
 * A share of the tables in a process of its own: this module starts the process, and is what runs in it.
 *
 * Only plain data crosses: the share and its target on the way in, entries of the catalog and planted faults on the way out. The
 * files are written by the process itself. It ends with whoever started it.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PackTable } from "./catalog.ts";
import type { PlantedFault } from "./faults/dirty-table.ts";
import { writeShare, type ShareListener, type ShareTarget } from "./node-share.ts";
import type { Share } from "./shares.ts";

/** The argument by which the started process knows itself. */
const MARK = "--make-a-share-of-the-tables";

interface Work {
  readonly share: Share;
  readonly target: ShareTarget;
}

type Told =
  | { readonly kind: "table"; readonly entry: PackTable }
  | { readonly kind: "planted"; readonly faults: readonly PlantedFault[] }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "done" };

/**
 * Most of what is made lives as long as its table: with the usual 16 MB for what is young, a third of the time went into copying it
 * from one young half to the other. They begin as large as they get, and so does the heap: each time that it grows it is looked
 * through.
 */
const YOUNG_MB = 64;
const HEAP_MB = 600;

/** `signal` ends the process before it is done. */
export function writeInProcess(work: Work, hear: ShareListener, signal: AbortSignal): Promise<void> {
  // The sources are TypeScript; whoever runs them has tsx.
  const child = fork(fileURLToPath(import.meta.url), [MARK], {
    execArgv: [
      "--import",
      "tsx",
      `--min-semi-space-size=${String(YOUNG_MB)}`,
      `--max-semi-space-size=${String(YOUNG_MB)}`,
      `--initial-heap-size=${String(HEAP_MB)}`,
    ],
    serialization: "advanced",
    signal,
  });
  return new Promise((done, fail) => {
    let isDone = false;
    child.on("message", (told: Told) => {
      if (told.kind === "table") hear.onTable(told.entry);
      else if (told.kind === "planted") hear.onPlanted(told.faults);
      else if (told.kind === "failed") fail(new Error(told.reason));
      else isDone = true;
    });
    child.on("error", fail);
    child.on("exit", (code, signal) => {
      if (isDone) done();
      else fail(new Error(`The process that makes half of the tables ended early (${String(signal ?? code)}).`));
    });
    child.send(work);
  });
}

function tell(told: Told, then?: () => void): void {
  process.send?.(told, undefined, undefined, then);
}

/** The last word; the process ends when it is out. */
function tellLast(told: Told): void {
  tell(told, () => process.disconnect());
}

if (process.argv[2] === MARK && process.send !== undefined) {
  process.on("disconnect", () => process.exit());
  process.once("message", ({ share, target }: Work) => {
    writeShare(share, target, {
      onTable: (entry) => tell({ kind: "table", entry }),
      onPlanted: (faults) => tell({ kind: "planted", faults }),
    }).then(
      () => tellLast({ kind: "done" }),
      (thrown: unknown) =>
        tellLast({ kind: "failed", reason: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
  });
}
