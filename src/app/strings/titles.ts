/** What the surfaces are called: the header and the palette need these words before the words of a surface are loaded. */
export const titles = {
  dashboards: "Dashboards",
  metrics: "Metrics",
  ripple: "Live ripple",
  scratch: "Scratchpad",
  time: "Time",
  instructor: "Instructor",
  xray: "X-ray",
  runs: "Runs",
  docs: "Docs",
  data: "Data",
  settings: "Settings",
  share: "Share",
  workshops: "Workshops",
};

const tierNames: Readonly<Record<string, string>> = {
  tiny: "Tiny",
  lesson: "Lesson",
  classroom: "Classroom",
  large: "Large",
  full: "Full",
};

export function tierName(name: string): string {
  return tierNames[name] ?? name;
}
