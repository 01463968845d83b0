/**
 * The running business around the devices: states, service, support and surveys, each made when a table first asks for it.
 */
import type { Registry } from "../world/registry.ts";
import { keepServiceRecords, type ServiceRecord } from "./maintenance-log.ts";
import { panelOf, type PanelMember } from "./panel.ts";
import { keepStatusLog, type StatusLog } from "./status-log.ts";
import { fileTickets, type SupportTicket } from "./support.ts";
import { sendSurveys, type Survey } from "./surveys.ts";

export class Operations {
  readonly #registry: Registry;
  #statusLog: StatusLog | undefined;
  #serviceRecords: readonly ServiceRecord[] | undefined;
  #panel: readonly PanelMember[] | undefined;
  #tickets: readonly SupportTicket[] | undefined;
  #surveys: readonly Survey[] | undefined;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  get statusLog(): StatusLog {
    return (this.#statusLog ??= keepStatusLog(this.#registry));
  }

  get serviceRecords(): readonly ServiceRecord[] {
    return (this.#serviceRecords ??= keepServiceRecords(this.#registry));
  }

  get panel(): readonly PanelMember[] {
    return (this.#panel ??= panelOf(this.#registry));
  }

  get tickets(): readonly SupportTicket[] {
    return (this.#tickets ??= fileTickets(this.#registry));
  }

  get surveys(): readonly Survey[] {
    return (this.#surveys ??= sendSurveys(this.#registry));
  }
}

export function simulateOperations(registry: Registry): Operations {
  return new Operations(registry);
}
