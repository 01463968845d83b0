/** What a text is read as: colours, completion and formatting follow from it. */
export type EditorLanguage = "sql" | "yaml" | "text";
