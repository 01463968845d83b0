/**
 * Text that the filters `as_native`, `as_bool` and `as_number` marked: where a YAML value ends with it, it is read as a literal.
 */
import { HostObject } from "./values.ts";
import type { PyValue } from "./values.ts";

export class NativeText extends HostObject {
  readonly typeName = "str";
  readonly text: string;
  readonly wanted: "any" | "bool" | "number";
  constructor(text: string, wanted: "any" | "bool" | "number") {
    super();
    this.text = text;
    this.wanted = wanted;
  }
  override isTrue(): boolean {
    return this.text !== "";
  }
  override equals(other: PyValue): boolean {
    return other instanceof NativeText ? other.text === this.text : other === this.text;
  }
  toText(): string {
    return this.text;
  }
}
