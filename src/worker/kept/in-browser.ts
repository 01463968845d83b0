/** Kept tables in a browser: IndexedDB holds them, Arrow carries them, and the catalog beside the page says which data they are of. */
import { arrowCarrier, type CarryingWarehouse } from "./arrow-carrier.ts";
import { catalogVersion, keptInBrowser } from "./kept-idb.ts";
import type { KeptPlacePorts } from "./kept-desk.ts";

export function keptPorts(): KeptPlacePorts {
  return {
    place: keptInBrowser(),
    carrier: (warehouse) => ("exportArrow" in warehouse ? arrowCarrier(warehouse as CarryingWarehouse) : null),
    async dataVersion({ dataUrl }) {
      const folder = dataUrl.endsWith("/") ? dataUrl : `${dataUrl}/`;
      const response = await fetch(`${folder}catalog.json`, { cache: "force-cache" });
      return response.ok ? catalogVersion(await response.text()) : null;
    },
    later(work, ms) {
      const timer = setTimeout(() => void work(), ms);
      return () => clearTimeout(timer);
    },
  };
}
