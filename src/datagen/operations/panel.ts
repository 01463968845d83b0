/**
 * The panel: the taps whose single pours are kept, some 150 of the classroom's.
 *
 * A tap joins when it is installed while there is room, and leaves when it is taken out of service. So who is in the panel on
 * a day depends on nothing that came later.
 */
import { numberOf, type Owned, type Registry } from "../world/registry.ts";
import type { Device } from "../world/world.ts";

/** Places in the panel for each thousand accounts that are planned. */
const PLACES_PER_THOUSAND = 75;
const FEWEST_PLACES = 12;

export interface PanelMember extends Owned<Device> {
  readonly deviceId: number;
}

/** All devices that were ever in the panel, in order of their numbers. */
export function panelOf(registry: Registry): PanelMember[] {
  const { accounts } = registry.world.setting.tier;
  const places = Math.max(FEWEST_PLACES, Math.floor((accounts * PLACES_PER_THOUSAND) / 1000));
  const members: PanelMember[] = [];
  let current: PanelMember[] = [];
  for (const { account, item: device } of registry.devices) {
    if (device.model.type !== "tap_controller") continue;
    if (current.length >= places)
      current = current.filter(({ item: { retiredDay } }) => retiredDay === null || retiredDay > device.installDay);
    if (current.length >= places) continue;
    const member = { account, item: device, deviceId: numberOf(registry.deviceId, device) };
    current.push(member);
    members.push(member);
  }
  return members;
}
