/** Made by scripts/build/project-outline.ts. */
declare module "virtual:project-outline" {
  const outline: import("../../engine/core/outline.ts").Outline | null;
  export default outline;
}
