/** What the tester chose for the whole extension. */
export interface Settings {
  readonly theme: "system" | "light" | "dark";
  /** *Forget tokens when the browser closes*: token sets are sealed with a key that is only in the browser's memory. */
  readonly forgetTokensOnExit: boolean;
  /** Tokens are renewed before they expire and after a 401, for the profiles that want it; off, for none. */
  readonly autoRenew: boolean;
  /** The vault locks after so many minutes without use; null for never. Means nothing without a passphrase. */
  readonly idleLockMinutes: number | null;
  /** Tell by notification when a profile needs the person; the browser asks for permission when it is switched on. */
  readonly notifications: boolean;
  /** Show the state on the toolbar icon. */
  readonly badge: boolean;
  /** Single keys in our own pages (WCAG 2.1.4 asks that they can be switched off). */
  readonly pageShortcuts: boolean;
  /** Watch the requests to API hosts, for what the popup tells of them and for renewal after a 401. */
  readonly observeRequests: boolean;
  /**
   * A copied token is taken off the clipboard after so many seconds, if it is still there; null for never. The browser
   * asks for permission to read the clipboard when it is switched on.
   */
  readonly clearClipboardSeconds: number | null;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: "system",
  forgetTokensOnExit: false,
  autoRenew: true,
  idleLockMinutes: 15,
  notifications: false,
  badge: true,
  pageShortcuts: true,
  observeRequests: true,
  clearClipboardSeconds: null,
};

/** Reads settings from storage, a file or a message. A member that is missing or makes no sense gets its default. */
export function parseSettings(value: unknown): Settings {
  const given: Readonly<Record<string, unknown>> = typeof value === "object" && value !== null ? { ...value } : {};
  const theme = given["theme"];
  return {
    theme: theme === "light" || theme === "dark" || theme === "system" ? theme : DEFAULT_SETTINGS.theme,
    forgetTokensOnExit: parseBoolean(given["forgetTokensOnExit"], DEFAULT_SETTINGS.forgetTokensOnExit),
    autoRenew: parseBoolean(given["autoRenew"], DEFAULT_SETTINGS.autoRenew),
    idleLockMinutes: parseAmount(given["idleLockMinutes"], DEFAULT_SETTINGS.idleLockMinutes),
    notifications: parseBoolean(given["notifications"], DEFAULT_SETTINGS.notifications),
    badge: parseBoolean(given["badge"], DEFAULT_SETTINGS.badge),
    pageShortcuts: parseBoolean(given["pageShortcuts"], DEFAULT_SETTINGS.pageShortcuts),
    observeRequests: parseBoolean(given["observeRequests"], DEFAULT_SETTINGS.observeRequests),
    clearClipboardSeconds: parseAmount(given["clearClipboardSeconds"], DEFAULT_SETTINGS.clearClipboardSeconds),
  };
}

function parseBoolean(value: unknown, fallback: boolean): boolean {
  return typeof value === "boolean" ? value : fallback;
}

function parseAmount(value: unknown, fallback: number | null): number | null {
  if (value === null) return null;
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : fallback;
}
