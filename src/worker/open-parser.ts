/**
 * Loads the SQL parser that column lineage needs, from the file that the build put beside this one. It is large, so the page tells
 * how far it is; the service worker keeps it from then on.
 */
import parserModuleUrl from "@polyglot-sql/sdk/polyglot_sql.wasm?url";
import { EngineError } from "../engine/core/errors.ts";
import { openPolyglot } from "../engine/lineage/polyglot.ts";
import type { SqlParser } from "../engine/lineage/sql-parser.ts";
import type { LoadProgress } from "./protocol.ts";

/** Size of polyglot_sql.wasm. What a server that compresses names is the compressed length, which says nothing about what arrives. */
export const PARSER_MODULE_BYTES = 22_786_653;

/** Called for every model that lineage follows: the parser is opened once, and only the first caller hears how far it is. */
export function openParser(onProgress: (progress: LoadProgress) => void): Promise<SqlParser> {
  opened ??= load(onProgress).catch((thrown: unknown) => {
    opened = null;
    throw thrown;
  });
  return opened;
}

let opened: Promise<SqlParser> | null = null;

async function load(onProgress: (progress: LoadProgress) => void): Promise<SqlParser> {
  const tell = (bytes: number, done: boolean) =>
    onProgress({ stage: "lineage", label: "SQL parser", bytes, totalBytes: PARSER_MODULE_BYTES, done });
  try {
    return await openPolyglot(async () => {
      tell(0, false);
      // Worker code lives behind a blob: URL, against which no address resolves.
      return counted(await fetch(new URL(parserModuleUrl, import.meta.url).href), (bytes) => tell(bytes, false));
    });
  } catch (thrown) {
    throw new EngineError(
      "S009",
      `The SQL parser could not be loaded: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      { hint: "Check the connection and ask again; everything else works without it.", cause: thrown },
    );
  } finally {
    tell(PARSER_MODULE_BYTES, true);
  }
}

/** The same response, which tells how many bytes have come. */
function counted(response: Response, onBytes: (bytes: number) => void): Response {
  // A host may answer a missing file with its index page and status 200.
  if (!response.ok || response.headers.get("content-type")?.includes("text/html") === true)
    throw new Error(`the server has no "${response.url.split("/").at(-1) ?? ""}" (status ${response.status}).`);
  let bytes = 0;
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onBytes((bytes += chunk.byteLength));
      controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(count), { headers: { "content-type": "application/wasm" } });
}
