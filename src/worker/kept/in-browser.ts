/** Kept tables in a browser: IndexedDB holds them, Arrow carries them, and the catalog beside the page says which data they are of. */
import { abortable } from "../abortable.ts";
import { sha256 } from "../pack-files.ts";
import type { OpenRequest } from "../protocol.ts";
import { arrowCarrier, type CarryingWarehouse } from "./arrow-carrier.ts";
import { dataVersion } from "./data-version.ts";
import type { KeptPlacePorts } from "./kept-desk.ts";
import { keptInBrowser } from "./kept-idb.ts";
import { shippedTables } from "./shipped-tables.ts";

export function keptPorts(): KeptPlacePorts {
  return {
    place: keptInBrowser(),
    carrier: (warehouse) => ("exportArrow" in warehouse ? arrowCarrier(warehouse as CarryingWarehouse) : null),
    dataVersion: async (request) => dataVersion(await readCatalog(request), request),
    shipped: (request) =>
      shippedTables(request, {
        readCatalog: () => readCatalog(request),
        readFile: ({ file, sha256: hash }, signal) =>
          abortable(signal, async (given) => {
            const response = await fetched(`${folderOf(request)}${file}?v=${hash.slice(0, 16)}`, { signal: given });
            return new Uint8Array(await response.arrayBuffer());
          }),
        sha256,
      }),
    later(work, ms) {
      const timer = setTimeout(() => void work(), ms);
      return () => clearTimeout(timer);
    },
  };
}

async function readCatalog(request: OpenRequest): Promise<unknown> {
  return (await fetched(`${folderOf(request)}catalog.json`, { cache: "force-cache" })).json();
}

async function fetched(address: string, options?: RequestInit): Promise<Response> {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`"${address}": the server answered ${response.status}.`);
  return response;
}

function folderOf({ dataUrl }: OpenRequest): string {
  return dataUrl.endsWith("/") ? dataUrl : `${dataUrl}/`;
}
