import type { Settings } from "../../lib/domain/settings.ts";

/** Words of the Settings page. */
export const settingsWords = {
  title: "Settings",
  lead: "Changes are kept at once.",
  tokens: "Tokens",
  forgetOnExit: "Forget tokens when the browser closes",
  forgetOnExitHint: "Tokens are then sealed with a key that is only in memory. Profiles and client secrets stay.",
  signals: "Signals",
  badge: "Show the state on the toolbar icon",
  badgeHint: "A mark tells when a profile needs you.",
  notifications: "Notify when a profile needs you",
  notificationsHint: "Once, when a token can no longer be renewed without you. The browser asks for permission first.",
  appearance: "Appearance",
  theme: "Theme",
  never: "Never",
};

export const themes: readonly (readonly [Settings["theme"], string])[] = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];
