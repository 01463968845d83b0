/** The pages of the application, with how often they are opened after the home page. */
export const PAGES: readonly (readonly [string, number])[] = [
  ["/devices", 16],
  ["/devices/detail", 13],
  ["/alerts", 11],
  ["/reports/pours", 12],
  ["/inventory", 11],
  ["/locations", 9],
  ["/maintenance", 6],
  ["/reports/custom", 5],
  ["/users", 4],
  ["/settings", 4],
  ["/billing", 3],
  ["/help", 6],
];
