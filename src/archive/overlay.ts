/** The user's changes on top of a project as it came: path -> new text, or null for a deleted file. */
export type Overlay = Readonly<Record<string, string | null>>;
