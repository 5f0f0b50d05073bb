import type { BrowserShortcut } from "../messages/client.ts";
import { browser, getPart, IS_FIREFOX } from "./api.ts";

/** The keyboard shortcuts; see wxt.config.ts. */
const LOCK_COMMAND = "lock-vault";
const COPY_COMMAND = "copy-token";

/**
 * Registers, synchronously at start, what the shortcuts do. Pressing one makes the browser tell the address of the tab
 * in front (`activeTab`), which the one that copies is given.
 */
export function listenForShortcuts(actions: {
  readonly lock: () => void;
  readonly copy: (url: string | undefined) => void;
}): void {
  getPart("commands")?.onCommand.addListener((name, tab) => {
    if (name === LOCK_COMMAND) actions.lock();
    if (name === COPY_COMMAND) getAddress(tab).then(actions.copy, () => actions.copy(undefined));
  });
}

/** Not every browser hands over the tab, or its address with it. */
async function getAddress(tab: { readonly url?: string | undefined } | undefined): Promise<string | undefined> {
  if (tab?.url !== undefined) return tab.url;
  const [inFront] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return inFront?.url;
}

/** The keys of the shortcut that locks, as the browser writes them; undefined when it has none. */
export async function getLockShortcut(): Promise<string | undefined> {
  const commands = await getAll();
  const shortcut = commands.find(({ name }) => name === LOCK_COMMAND)?.shortcut;
  return shortcut === "" ? undefined : shortcut;
}

async function getAll() {
  return (await getPart("commands")?.getAll()) ?? [];
}

/** Every shortcut, set or not. */
export async function getShortcuts(): Promise<readonly BrowserShortcut[]> {
  const commands = await getAll();
  return commands.map(({ name = "", description = "", shortcut = "" }) => ({ name, description, keys: shortcut }));
}

/** Opens the browser's page for shortcuts: Chromium's has an address, Firefox has a call for it since 137. */
export function openShortcutSettings(): void {
  if (!IS_FIREFOX) {
    void browser.tabs.create({ url: "chrome://extensions/shortcuts" });
    return;
  }
  // The polyfill's types are older than it.
  void (browser.commands as typeof browser.commands & { openShortcutSettings(): Promise<void> }).openShortcutSettings();
}
