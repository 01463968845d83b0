/**
 * What a planted fault is: a rule with an id, the tables that it damages, and how staging is to get over it.
 *
 * Whether a row is chosen depends on the row's key alone, never on its place or on other tables, so the same rows are faulty
 * whichever tables are made and wherever the clock stands.
 */
import type { Company } from "../company.ts";
import { Draws, mix, u32 } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { DirtyTable } from "./dirty-table.ts";
import { SITES, STREAMS } from "./sites.ts";

export interface Fault {
  /** "F01" to "F20". */
  readonly id: string;
  /** In a few words: "late arrival". */
  readonly title: string;
  /** What is wrong with the data, for the instructor. */
  readonly rule: string;
  /** What staging must do about it. */
  readonly cleaning: string;
  /** Names of relations ("stripe__event") and what is done to each. */
  readonly tables: Readonly<Record<string, (table: DirtyTable, chances: Chances) => void>>;
}

/** The draws of one fault in one table. */
export class Chances {
  readonly company: Company;
  readonly #base: number;

  constructor(company: Company, fault: string, table: string) {
    this.company = company;
    this.#base = mix(textNumber(table) + textNumber(fault));
  }

  of(key: string): Draws {
    return this.#draws(this.#ofText(key));
  }

  /** The rows that are chosen at this rate, with their draws. */
  *rows(table: DirtyTable, rate: number): Generator<readonly [row: number, draws: Draws]> {
    const key = table.numberKey;
    const { seed } = this.company.setting;
    const chosen = at(SITES.fault.chosen);
    for (let row = 0; row < table.rowCount; row += 1) {
      const entity = key === null ? this.#ofText(table.keyOf(row)) : this.#ofNumbers(key, row);
      // What `Draws.chance` says, without draws for all those who are spared.
      if (u32(seed, STREAMS.fault, entity, chosen) / WORD < rate) yield [row, this.#draws(entity)];
    }
  }

  #draws(entity: number): Draws {
    return new Draws(this.company.setting.seed, STREAMS.fault, entity);
  }

  #ofText(key: string): number {
    return mix(this.#base + textNumber(key));
  }

  /** Millions of rows have keys of numbers; a text for each would cost more than all the rest. */
  #ofNumbers(key: readonly (Int32Array | Float64Array)[], row: number): number {
    let entity = this.#base;
    for (const values of key) {
      const value = values[row] ?? 0;
      entity = mix(entity + (value % WORD)) ^ Math.floor(value / WORD);
    }
    return entity >>> 0;
  }
}

const WORD = 4294967296;

/** A whole number that stands for a text (FNV-1a). */
export function textNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** Which of `n` forms a fault takes. */
export function formOf(draws: Draws, n: number): number {
  return draws.below(at(SITES.fault.form), n);
}

/** A whole number from low to high that says how large a fault is. */
export function sizeOf(draws: Draws, low: number, high: number): number {
  return draws.between(at(SITES.fault.size), low, high);
}
