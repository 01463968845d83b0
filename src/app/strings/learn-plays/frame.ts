/** Words that all interactives of lessons share. */
export const frameWords = {
  view: "View",
  picture: "Picture",
  table: "Table",
  null: "NULL",
  failed: "The picture could not be drawn.",
  empty: "Nothing to show.",
  emptyText: "The query of this picture returned no rows.",
  loading: "Reading the tables",
  asNumber: (label: string) => `${label}, as a number`,
  setBack: (label: string, value: string) => `Set back: ${label}, ${value}`,
  yes: "yes",
  no: "no",
};
