/** Schemas with the relations that a filter finds, by their own name or that of a column. */
import type { HeldSchema } from "../../worker/protocol.ts";

export function shownSchemas(schemas: readonly HeldSchema[], filter: string): readonly HeldSchema[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return schemas;
  return schemas.flatMap((schema) => {
    const relations = schema.relations.filter((relation) => {
      const text =
        `${schema.name}.${relation.name} ${relation.columns.map((column) => column.name).join(" ")}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return relations.length === 0 ? [] : [{ ...schema, relations }];
  });
}
