/**
 * Reads typed values out of a lesson's YAML, collecting an L001 for each value that is missing, of the wrong kind or unknown.
 * A reader always gets a usable value back, so that one pass finds everything that is wrong with a file.
 */
import { diagnostic } from "../engine/core/errors.ts";
import type { Diagnostic } from "../engine/core/errors.ts";
import type { SourceFile, SourceSpan } from "../engine/core/source-file.ts";
import { asList, isRecord, readYaml } from "../engine/project/yaml.ts";
import type { YamlFile, YamlRecord, YamlValue } from "../engine/project/yaml.ts";

type Path = readonly (string | number)[];

export class Decoder {
  readonly diagnostics: Diagnostic[];
  readonly #file: YamlFile;
  readonly #record: YamlRecord;
  readonly #path: Path;

  constructor(file: YamlFile, record: YamlRecord, path: Path, diagnostics: Diagnostic[]) {
    this.#file = file;
    this.#record = record;
    this.#path = path;
    this.diagnostics = diagnostics;
  }

  /** Reports a key that is none of `names`: a typing error would otherwise pass in silence. */
  known(...names: readonly string[]): this {
    for (const key of Object.keys(this.#record)) {
      if (!names.includes(key))
        this.report([key], `The key "${key}" is not known here.`, `Known are ${names.join(", ")}.`);
    }
    return this;
  }

  text(name: string, otherwise?: string): string {
    const value = this.#record[name];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    if (typeof value === "number" || typeof value === "bigint") return String(value);
    if (typeof value === "boolean") return String(value);
    if (value === undefined && otherwise !== undefined) return otherwise;
    this.report([name], `"${name}" must be a text.`, `Add "${name}: …".`);
    return otherwise ?? "";
  }

  number(name: string, otherwise?: number): number {
    const value = this.#record[name];
    if (typeof value === "number" || typeof value === "bigint") return Number(value);
    if (value === undefined && otherwise !== undefined) return otherwise;
    this.report([name], `"${name}" must be a number.`, `Add "${name}: 1".`);
    return otherwise ?? 0;
  }

  flag(name: string): boolean {
    const value = this.#record[name];
    if (value !== undefined && typeof value !== "boolean")
      this.report([name], `"${name}" must be true or false.`, null);
    return value === true;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], otherwise?: T): T {
    const value = this.#record[name];
    const found = allowed.find((item) => item === value);
    if (found !== undefined) return found;
    if (value !== undefined || otherwise === undefined) {
      this.report(
        [name],
        `"${name}" is ${value === undefined ? "missing" : `"${String(value)}"`}.`,
        `It may be ${allowed.join(", ")}.`,
      );
    }
    return otherwise ?? (allowed[0] as T);
  }

  texts(name: string): readonly string[] {
    return asList(this.#record[name]).map((item, index) => {
      if (typeof item === "string") return item;
      this.report([name, index], `Each of "${name}" must be a text.`, null);
      return String(item);
    });
  }

  /** A map from names to texts, such as queries by name. */
  textMap(name: string): Readonly<Record<string, string>> {
    const value = this.#record[name];
    if (value === undefined) return {};
    if (!isRecord(value)) {
      this.report([name], `"${name}" must be a map of names to texts.`, null);
      return {};
    }
    return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text).trim()]));
  }

  /** A map from names to lists of texts, which is the whole of this record. */
  textLists(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(Object.keys(this.#record).map((key) => [key, this.texts(key)]));
  }

  /** True for a file that is missing or broken. */
  get empty(): boolean {
    return Object.keys(this.#record).length === 0;
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined;
  }

  record(name: string): Decoder {
    const value = this.#record[name];
    if (isRecord(value)) return new Decoder(this.#file, value, [...this.#path, name], this.diagnostics);
    this.report([name], `"${name}" must hold keys and values.`, null);
    return new Decoder(this.#file, {}, [...this.#path, name], this.diagnostics);
  }

  records(name: string): readonly Decoder[] {
    return asList(this.#record[name]).flatMap((item: YamlValue, index) => {
      if (isRecord(item)) return [new Decoder(this.#file, item, [...this.#path, name, index], this.diagnostics)];
      this.report([name, index], `Each of "${name}" must hold keys and values.`, null);
      return [];
    });
  }

  /** Where the value of a key stands. */
  placeOf(name: string): SourceSpan {
    return this.#file.spanOf([...this.#path, name]);
  }

  report(path: Path, message: string, hint: string | null): void {
    const at = this.#file.spanOf([...this.#path, ...path]);
    this.diagnostics.push(
      diagnostic("L001", `In "${this.#file.path}": ${message}`, {
        hint: hint ?? "See another lesson for the form.",
        at,
      }),
    );
  }
}

/** Opens a YAML file for reading; a file that is missing or broken reads as empty, with its diagnostic. */
export function openYaml(files: ReadonlyMap<string, SourceFile>, path: string, diagnostics: Diagnostic[]): Decoder {
  const source = files.get(path);
  if (source === undefined) {
    diagnostics.push(diagnostic("L001", `The lesson file "${path}" is missing.`, { hint: `Create "${path}".` }));
  }
  const file = readYaml(source ?? { path, text: "" });
  diagnostics.push(...file.diagnostics);
  return new Decoder(
    file,
    isRecord(file.value) ? file.value : {},
    [],
    source === undefined || file.diagnostics.length > 0 ? [] : diagnostics,
  );
}
