import type { Page } from "puppeteer-core";

export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Shows the page as on a computer with this theme. Motion is off, so that a picture or a check has nothing to wait for. */
export async function showTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: theme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
}
