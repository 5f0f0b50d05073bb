import type { Settings } from "../../lib/domain/settings.ts";

/** Words of the Settings page. */
export const settingsWords = {
  title: "Settings",
  lead: "Changes are kept at once.",
  tokens: "Tokens",
  forgetOnExit: "Forget tokens when the browser closes",
  forgetOnExitHint: "Tokens are then sealed with a key that is only in memory. Profiles and client secrets stay.",
  clearClipboard: "Clear a copied token from the clipboard",
  clearClipboardHint: "Only if the token is still in it.",
  signals: "Signals",
  badge: "Show the state on the toolbar icon",
  badgeHint: "A mark tells when a profile needs you.",
  notifications: "Notify when a profile needs you",
  notificationsHint: "For example when a token could not be renewed.",
  appearance: "Appearance",
  theme: "Theme",
  never: "Never",
  afterSeconds: (seconds: number) => (seconds < 60 ? `After ${seconds} seconds` : `After ${seconds / 60} min`),
};

export const themes: readonly (readonly [Settings["theme"], string])[] = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];

/** Offered waits before the clipboard is cleared, seconds. */
export const clipboardWaits = [15, 30, 60, 120] as const;
