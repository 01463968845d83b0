/** Words of the tour: five stops, one thing each. */
export const tour = {
  label: "Tour",
  start: "Start the tour",
  stop: (at: number, of: number) => `Stop ${at} of ${of}`,
  back: "Back",
  next: "Next",
  end: "End",
  done: "Done",
  offer: "Or take the tour: five stops, a minute.",
  steps: {
    layers: {
      title: "A company in layers",
      text: "Raw tables lie on the left, decisions on the right. Each card is a table, each line says what reads what. Click one to see its path.",
    },
    sql: {
      title: "A table is one SELECT",
      text: "This model makes the parts of the health score. Change a weight: the text is saved on this device at once, and can always be restored.",
    },
    rows: {
      title: "And its rows",
      text: "Ctrl Enter in the editor runs it and shows the rows here. DuckDB works inside this tab; nothing is sent anywhere.",
    },
    commands: {
      title: "Every button is a dbt command",
      text: "The dock runs real dbt commands and shows their log as dbt prints it. Ctrl K finds models, places and commands.",
    },
    learn: {
      title: "Lessons",
      text: "Short lessons on these very tables, checked as you go. The tour is in the palette and in the settings whenever you want it again.",
    },
  },
};
