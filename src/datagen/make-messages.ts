/** What a page and the worker that makes tables say to each other, and that worker and the second one that helps it. */
import type { PlantedFault } from "./faults/dirty-table.ts";
import type { DataRequest } from "./request.ts";
import type { Share } from "./shares.ts";

export type MakeMessage =
  | { readonly kind: "make"; readonly request: DataRequest; readonly tables: readonly string[] }
  /** From the first worker to the second: make this share, and tell of what was planted. */
  | { readonly kind: "help"; readonly request: DataRequest; readonly share: Share }
  /** A group of rows has been taken. */
  | { readonly kind: "more" };

export type MakeReply =
  | { readonly kind: "table"; readonly name: string; readonly rows: number }
  /** An Arrow IPC stream with the next rows of the table. */
  | { readonly kind: "rows"; readonly name: string; readonly bytes: Uint8Array; readonly group: number }
  | { readonly kind: "end"; readonly name: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly reason: string };

/** What the second worker says besides. */
export type HelpReply =
  MakeReply | { readonly kind: "ready" } | { readonly kind: "planted"; readonly faults: readonly PlantedFault[] };
