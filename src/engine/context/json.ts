/** `tojson` and `fromjson`: Python's json between template values and text. */
import type { Json } from "../core/manifest.ts";
import { fromJson, toJson } from "../jinja/convert.ts";
import type { PyValue } from "../jinja/values.ts";

/** Python's `json.dumps` puts a space after `,` and `:`. */
export function toJsonText(value: PyValue): string {
  return dumps(toJson(value));
}

export function fromJsonText(text: string, fallback: PyValue | undefined): PyValue {
  try {
    return fromJson(JSON.parse(text) as Json);
  } catch {
    // dbt answers the default (None unless given) for text that is not JSON.
    return fallback ?? null;
  }
}

function dumps(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(dumps).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${dumps(item)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value);
}
