/**
 * The form's fields as they are typed, and what they come to: the engine is asked a moment after the last key, and an answer to an
 * older question is dropped.
 */
import type { Diagnostic, Outcome } from "../../engine/core/errors.ts";
import type { DataChoice, DataPlan } from "../../worker/protocol.ts";

interface Ports {
  plan(tier: string, choice: DataChoice): Promise<Outcome<DataPlan>>;
}

const ASK_AFTER_MS = 200;

export class DataForm {
  tier = $state("classroom");
  seed = $state("");
  customers = $state("");
  locations = $state("");
  start = $state("");
  clean = $state(false);
  plan: DataPlan | null = $state.raw(null);
  problem: Diagnostic | null = $state.raw(null);
  checking = $state(false);
  readonly #ports: Ports;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What the fields say. A field that holds no number is passed on as it is: the engine knows what to say about it. */
  readonly choice: DataChoice = $derived.by(() => ({
    ...numberField("seed", this.seed),
    ...numberField("customers", this.customers),
    ...numberField("locations", this.locations),
    ...(this.start === "" ? {} : { start: this.start }),
    ...(this.clean ? { clean: true } : {}),
  }));

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  fill(tier: string, choice: DataChoice): void {
    this.tier = tier;
    this.seed = String(choice.seed ?? "");
    this.customers = String(choice.customers ?? "");
    this.locations = String(choice.locations ?? "");
    this.start = choice.start ?? "";
    this.clean = choice.clean ?? false;
  }

  /** Asks what tier and choice come to. */
  ask(tier: string, choice: DataChoice): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const number = this.#asked;
    this.checking = true;
    this.#timer = setTimeout(() => {
      void this.#ports.plan(tier, choice).then((outcome) => {
        if (number !== this.#asked) return;
        this.checking = false;
        this.plan = outcome.ok ? outcome.value : null;
        this.problem = outcome.ok ? null : (outcome.diagnostics[0] ?? null);
      });
    }, ASK_AFTER_MS);
  }
}

function numberField(name: keyof DataChoice, text: string): DataChoice {
  // A number input gives a number or nothing.
  const value = String(text).trim();
  return value === "" || value === "null" ? {} : { [name]: Number(value) };
}
