/** What a page and the worker that makes tables say to each other. */
import type { DataRequest } from "./request.ts";

export type MakeMessage =
  | { readonly kind: "make"; readonly request: DataRequest; readonly tables: readonly string[] }
  /** A group of rows has been taken. */
  | { readonly kind: "more" };

export type MakeReply =
  | { readonly kind: "table"; readonly name: string; readonly rows: number }
  /** An Arrow IPC stream with the next rows of the table. */
  | { readonly kind: "rows"; readonly name: string; readonly bytes: Uint8Array; readonly group: number }
  | { readonly kind: "end"; readonly name: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly reason: string };
