import { beforeEach, expect, it, vi } from "vitest";
import type { AuthWindow } from "../../../lib/services/ports.ts";

type Created = (window: { id: number; type: string }) => void;

const listeners = new Set<Created>();
const removed: number[] = [];
const browser = {
  runtime: { id: "bearer-bar" },
  identity: { launchWebAuthFlow: () => new Promise(() => undefined) },
  windows: {
    onCreated: {
      addListener: (listener: Created) => listeners.add(listener),
      removeListener: (listener: Created) => listeners.delete(listener),
    },
    remove: async (id: number) => removed.push(id),
  },
};

let authWindow: AuthWindow;

beforeEach(async () => {
  vi.stubGlobal("browser", browser);
  vi.stubGlobal("chrome", browser);
  removed.length = 0;
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

it("called off, a sign-in closes its window, the first of those that opened, and looks for no more", async () => {
  await callOff(true, [1, 2]);
  expect(removed).toEqual([1]);
  expect(listeners.size).toBe(0);
});

it("called off, a silent one closes nothing: what opened meanwhile is the person's", async () => {
  await callOff(false, [1]);
  expect(removed).toEqual([]);
});
