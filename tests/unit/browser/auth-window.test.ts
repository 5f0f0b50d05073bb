import { beforeEach, expect, it, vi } from "vitest";
import type { AuthWindow } from "../../../lib/services/ports.ts";

type Created = (window: { id: number; type: string }) => void;
type Removed = (id: number) => void;

const listeners = new Set<Created>();
const removals = new Set<Removed>();
const removed: number[] = [];
const shown: unknown[] = [];
let state = "normal";
let isGone = false;
const browser = {
  runtime: { id: "bearer-bar" },
  identity: { launchWebAuthFlow: () => new Promise(() => undefined) },
  windows: {
    onCreated: {
      addListener: (listener: Created) => listeners.add(listener),
      removeListener: (listener: Created) => listeners.delete(listener),
    },
    onRemoved: {
      addListener: (listener: Removed) => removals.add(listener),
      removeListener: (listener: Removed) => removals.delete(listener),
    },
    async get(id: number) {
      if (isGone) throw new Error(`No window with id: ${id}.`);
      return { id, state };
    },
    update: async (id: number, changes: object) => shown.push({ id, ...changes }),
    remove: async (id: number) => removed.push(id),
  },
};

let authWindow: AuthWindow;

beforeEach(async () => {
  vi.stubGlobal("browser", browser);
  vi.stubGlobal("chrome", browser);
  removed.length = 0;
  shown.length = 0;
  state = "normal";
  isGone = false;
  const { createAuthWindow } = await import("../../../lib/browser/auth-window.ts");
  authWindow = createAuthWindow();
});

/** Calls a flow off in which these popup windows have opened. */
async function callOff(interactive: boolean, ids: readonly number[]): Promise<void> {
  const calledOff = new AbortController();
  const flow = authWindow.launch("https://login.example.com", { interactive, signal: calledOff.signal });
  for (const id of ids) for (const listener of listeners) listener({ id, type: "popup" });
  calledOff.abort();
  await expect(flow).rejects.toMatchObject({ code: "authorization_canceled" });
}

it("called off, a sign-in closes its window, and looks for no more", async () => {
  await callOff(true, [1]);
  expect(removed).toEqual([1]);
  expect(listeners.size + removals.size).toBe(0);
});

it("called off, a sign-in beside which another popup window has opened closes neither: one is the person's", async () => {
  await callOff(true, [1, 2]);
  expect(removed).toEqual([]);
});

it.each([
  { was: "minimized", changes: { focused: true, state: "normal" } },
  { was: "maximized", changes: { focused: true } },
])("shows a window that was $was, the first one on top, and none that is closed", async ({ was, changes }) => {
  state = was;
  const calledOff = new AbortController();
  const flow = authWindow.launch("https://login.example.com", { interactive: true, signal: calledOff.signal });
  for (const id of [1, 2, 3]) for (const listener of listeners) listener({ id, type: "popup" });
  for (const listener of removals) listener(2);
  expect(await authWindow.show()).toBe(true);
  expect(shown).toEqual([
    { id: 3, ...changes },
    { id: 1, ...changes },
  ]);
  calledOff.abort();
  await expect(flow).rejects.toThrow();
});

it("says that there is no window to show: before it has opened, once it is closed, and without a sign-in", async () => {
  const calledOff = new AbortController();
  const flow = authWindow.launch("https://login.example.com", { interactive: true, signal: calledOff.signal });
  expect(await authWindow.show()).toBe(false);
  for (const listener of listeners) listener({ id: 1, type: "popup" });
  isGone = true;
  expect(await authWindow.show()).toBe(false);
  calledOff.abort();
  await expect(flow).rejects.toThrow();
  expect(await authWindow.show()).toBe(false);
});

it("called off, a silent one closes nothing: what opened meanwhile is the person's", async () => {
  await callOff(false, [1]);
  expect(removed).toEqual([]);
});
