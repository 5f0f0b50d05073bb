// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { ObservedRequest } from "../../lib/domain/observed-request.ts";
import { formatTrace } from "../../lib/domain/trace.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { profile, snapshot, trace } from "./support/samples.ts";

const WORKED = trace("t1", { startedAtMs: 1_000 });
const REFUSED = trace("t2", {
  startedAtMs: 2_000,
  kind: "refresh",
  response: { kind: "reply", status: 400, headers: [], body: '{"error":"invalid_grant"}', shortened: true },
  error: { code: "token_refused", error: "invalid_grant", status: 400 },
});

function observed(id: string, change: Partial<ObservedRequest>): ObservedRequest {
  return {
    id,
    startedAtMs: 0,
    durationMs: 12,
    tabId: 1,
    initiator: "https://docs.example.com",
    method: "GET",
    url: "https://api.example.com/orders",
    type: "xmlhttprequest",
    hostId: "h1",
    carried: { kind: "profile", profileId: "alice" },
    status: 200,
    error: undefined,
    challenge: undefined,
    ...change,
  };
}

function withTraces(): FakeTransport {
  const transport = new FakeTransport(snapshot({ profiles: [profile("alice", "Alice")] }));
  transport.traces = [WORKED, REFUSED];
  return transport;
}

test("the exchanges stand newest first, each with kind, profile, host and outcome", async () => {
  renderOptions(withTraces(), "#/activity");
  const list = within(await screen.findByRole("list", { name: "Exchanges" }));
  const lines = list.getAllByRole("button").map(({ textContent }) => textContent);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/Renewal.*Alice.*login\.example\.com.*Refused: invalid_grant/u);
  expect(lines[1]).toMatch(/Token request.*Alice.*HTTP 200.*183 ms/u);
});

test("one is opened for the whole request and response, and copied", async () => {
  const transport = withTraces();
  renderOptions(transport, "#/activity");
  const line = await screen.findByRole("button", { name: /Token request/u });
  expect(line.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(line);
  const request = await screen.findByRole("region", { name: "Request" });
  expect(request.textContent).toContain("POST https://login.example.com/oauth2/token");
  expect(request.textContent).toContain("Content-Type: application/x-www-form-urlencoded");
  expect(screen.getByRole("region", { name: "Response" }).textContent).toContain('"token_type": "Bearer"');
  expect(line.getAttribute("aria-expanded")).toBe("true");
  fireEvent.click(screen.getByRole("button", { name: "Copy trace" }));
  expect(transport.copied).toEqual([formatTrace(WORKED)]);
  expect(await screen.findByText("Copied: trace")).toBeTruthy();
});

test("an address opens the one it names, and says that a body was shortened", async () => {
  renderOptions(withTraces(), "#/activity/t2");
  expect((await screen.findByRole("region", { name: "Response" })).textContent).toContain("The rest was left out.");
});

test.each([
  ["a sign-in page", "authorization", "authorization_page_unreachable", "Nothing came back to the redirect URL."],
  ["a token endpoint", "token", "network", "No response came."],
] as const)("without an answer says so, of %s", async (_, kind, code, words) => {
  const transport = withTraces();
  transport.traces = [trace("t1", { kind, response: undefined, error: { code } })];
  renderOptions(transport, "#/activity/t1");
  const text = await screen.findByText(new RegExp(words.replace(".", "\\."), "u"));
  expect(text.textContent.includes("The browser itself opens the sign-in page")).toBe(kind === "authorization");
});

test("follows what the worker does", async () => {
  const transport = withTraces();
  transport.traces = [];
  renderOptions(transport, "#/activity");
  expect(await screen.findByText("Nothing yet")).toBeTruthy();
  transport.traces = [WORKED];
  transport.change({});
  expect(await screen.findByRole("button", { name: /Token request/u })).toBeTruthy();
  expect(transport.sentOf("listTraces")).toHaveLength(2);
});

test("is cleared after asking", async () => {
  const transport = withTraces();
  renderOptions(transport, "#/activity");
  fireEvent.click(await screen.findByRole("button", { name: "Clear" }));
  fireEvent.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Clear" }));
  expect(await screen.findByText("Nothing yet")).toBeTruthy();
  expect(transport.sentOf("clearTraces")).toHaveLength(1);
  expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Activity" }));
});

test("the timeline tells for each profile what was obtained, what failed, and how the API answered", async () => {
  const transport = withTraces();
  const nowMs = Date.now();
  transport.traces = [
    trace("t3", { startedAtMs: nowMs - 20 * 60_000 }),
    { ...REFUSED, id: "t4", startedAtMs: nowMs - 60_000 },
    trace("old", { startedAtMs: nowMs - 3 * 3_600_000 }),
  ];
  transport.requests = [
    observed("r1", { startedAtMs: nowMs - 30_000 }),
    observed("r2", { startedAtMs: nowMs - 20_000, status: 401 }),
    observed("r3", { startedAtMs: nowMs - 10_000, carried: { kind: "none", reason: "page_not_listed" }, status: 401 }),
  ];
  const { container } = renderOptions(transport, "#/activity");
  const timeline = within(await screen.findByRole("region", { name: "Timeline" }));
  const row = (): string | null => timeline.getAllByRole("listitem")[0]?.textContent ?? null;
  await waitFor(() => {
    expect(row()).toContain("1 token obtained · 1 failed · 1 succeeded (2xx) and 1 refused (401, 403)");
  });
  fireEvent.change(timeline.getByRole("combobox", { name: "Time shown" }), { target: { value: "360" } });
  await waitFor(() => expect(row()).toContain("2 tokens obtained · 1 failed"));
  expect(container.querySelectorAll(".timeline-picture .timeline-mark")).toHaveLength(3);
  const requests = within(screen.getByRole("list", { name: "Requests to API hosts" })).getAllByRole("listitem");
  expect(requests.map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/GET https:\/\/api\.example\.com\/orders.*Alice.*200/u),
    expect.stringMatching(/Alice.*401/u),
    expect.stringMatching(/not listed.*401/u),
  ]);
  await expectAccessible(container);
});

test("the page is accessible with one open", async () => {
  const { container } = renderOptions(withTraces(), "#/activity/t2");
  await screen.findByRole("region", { name: "Request" });
  await expectAccessible(container);
});

test("settings are kept at once, and the theme follows", async () => {
  const transport = withTraces();
  const { container } = renderOptions(transport, "#/settings");
  fireEvent.click(await screen.findByRole("switch", { name: "Forget tokens when the browser closes" }));
  expect(transport.sentOf("saveSettings").at(-1)?.["settings"]).toEqual({
    ...transport.snapshot.settings,
    forgetTokensOnExit: true,
  });
  fireEvent.change(screen.getByRole("combobox", { name: "Theme" }), { target: { value: "dark" } });
  await waitFor(() => expect(transport.sentOf("saveSettings").at(-1)?.["settings"]).toMatchObject({ theme: "dark" }));
  await expectAccessible(container);
});

test("notifications are asked for in the click that switches them on", async () => {
  const transport = withTraces();
  renderOptions(transport, "#/settings");
  fireEvent.click(await screen.findByRole("switch", { name: "Notify when a profile needs you" }));
  expect(transport.asked).toEqual([{ origins: [], permissions: ["notifications"] }]);
  expect(transport.sentOf("saveSettings").at(-1)?.["settings"]).toMatchObject({ notifications: true });
});

describe("clearing the clipboard", () => {
  const choice = async () => screen.findByRole("combobox", { name: "Clear the clipboard after a copy" });

  test("asks the browser in the choice that turns it on, and is kept once it is allowed", async () => {
    const transport = withTraces();
    renderOptions(transport, "#/settings");
    const select = await choice();
    expect([...select.querySelectorAll("option")].map(({ textContent }) => textContent)).toEqual([
      "Never",
      "After 30 s",
      "After 1 min",
      "After 5 min",
    ]);
    fireEvent.change(select, { target: { value: "30" } });
    expect(transport.asked).toEqual([{ origins: [], permissions: ["clipboardRead"] }]);
    await waitFor(() =>
      expect(transport.sentOf("saveSettings").at(-1)?.["settings"]).toMatchObject({ clearClipboardSeconds: 30 }),
    );
  });

  test("says that it stays off where the browser refuses", async () => {
    const transport = withTraces();
    transport.granted = false;
    const { container } = renderOptions(transport, "#/settings");
    fireEvent.change(await choice(), { target: { value: "60" } });
    await screen.findByText(/did not allow reading the clipboard/u);
    expect(await choice()).toHaveProperty("value", "");
    expect(transport.sentOf("saveSettings")).toEqual([]);
    await expectAccessible(container);
  });

  test("needs no permission to be turned off", async () => {
    const transport = withTraces();
    const { settings } = transport.snapshot;
    transport.change({ settings: { ...settings, clearClipboardSeconds: 45 } });
    renderOptions(transport, "#/settings");
    const select = await choice();
    expect(select).toHaveProperty("value", "45");
    fireEvent.change(select, { target: { value: "" } });
    await waitFor(() =>
      expect(transport.sentOf("saveSettings").at(-1)?.["settings"]).toMatchObject({ clearClipboardSeconds: null }),
    );
    expect(transport.asked).toEqual([]);
  });
});

test("that no request was seen is said where requests would stand", async () => {
  renderOptions(withTraces(), "#/activity");
  const requests = within(await screen.findByRole("region", { name: "Requests to API hosts" }));
  expect(requests.getByText("None was seen in the last hour.")).toBeTruthy();
});

test("that requests are not observed is said there, too", async () => {
  const transport = withTraces();
  transport.change({ settings: { ...transport.snapshot.settings, observeRequests: false } });
  renderOptions(transport, "#/activity");
  expect(await screen.findByText("None are shown: “Observe requests” is off in Settings.")).toBeTruthy();
});

test("the time shown is chosen in plain words", async () => {
  renderOptions(withTraces(), "#/activity");
  const choice = await screen.findByRole("combobox", { name: "Time shown" });
  const words = within(choice)
    .getAllByRole("option")
    .map(({ textContent }) => textContent);
  expect(words).toEqual(["Last 15 minutes", "Last hour", "Last 6 hours", "Last 24 hours"]);
});
