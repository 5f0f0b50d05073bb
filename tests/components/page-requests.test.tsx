// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { NoTokenReason, ObservedRequest } from "../../lib/domain/observed-request.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { host, snapshot, validProfile } from "./support/samples.ts";

const API = "https://api.example.com";
const LISTED = { callingPages: ["https://docs.example.com"] };

function request(path: string, change: Partial<ObservedRequest> = {}): ObservedRequest {
  return {
    id: path,
    startedAtMs: Date.now() - 125_000,
    durationMs: 20,
    tabId: 7,
    initiator: "https://docs.example.com",
    method: "GET",
    url: `${API}${path}`,
    type: "xmlhttprequest",
    hostId: `host-${API}`,
    carried: { kind: "profile", profileId: "alice" },
    status: 200,
    error: undefined,
    challenge: undefined,
    ...change,
  };
}

function without(reason: NoTokenReason): Partial<ObservedRequest> {
  return { carried: { kind: "none", reason } };
}

function popupOf(requests: readonly ObservedRequest[], summary = host(API, LISTED)) {
  const transport = new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice")], hosts: [summary] }));
  transport.requests = requests;
  return { transport, ...renderPopup(transport) };
}

async function rows(): Promise<(string | null)[]> {
  const list = await screen.findByRole("list", { name: "Requests of this tab" });
  return within(list)
    .getAllByRole("listitem")
    .map(({ textContent }) => textContent);
}

describe("the requests of the tab in front", () => {
  test("say what was answered, when, and whose token went along", async () => {
    const { transport, container } = popupOf([
      request("/me"),
      request("/orders", {
        status: 401,
        challenge: { error: "invalid_token", errorDescription: "expired", scope: undefined },
      }),
      request("/open", without("page_not_listed")),
    ]);
    expect(await rows()).toEqual([
      "200GET /me2 min agoToken of Alice",
      "401GET /orders2 min agoToken of Alice · invalid_token · expired",
      "200GET /open2 min agoNo token: the page that made it is not listed",
    ]);
    expect(transport.sentOf("listRequests")).toEqual([{ tabId: 7 }]);
    await expectAccessible(container);
  });

  test.each<[Partial<ObservedRequest>, string]>([
    [{ carried: { kind: "other", reason: "unknown" } }, "Another Authorization, not from here"],
    [{ carried: { kind: "test" } }, "Sent for a test that should fail"],
    [{ carried: { kind: "unseen" } }, "Not seen leaving, only answered"],
    [{ carried: { kind: "profile", profileId: "gone" } }, "Token of a profile that is deleted"],
    [without("expired"), "No token: it had expired"],
    [{ status: undefined, error: "net::ERR_CONNECTION_REFUSED" }, "Token of Alice · net::ERR_CONNECTION_REFUSED"],
  ])("say of %j: %s", async (change, words) => {
    popupOf([request("/x", change)]);
    expect((await rows())[0]).toContain(words);
  });

  test("tell good from bad by a sign, not by colour alone", async () => {
    const { container } = popupOf([request("/a"), request("/b", { status: 403 }), request("/c", { status: 500 })]);
    await rows();
    const icons = [...container.querySelectorAll(".request .icon")].map((icon) => icon.classList[1]);
    expect(icons).toEqual(["icon-good", "icon-warning", "icon-failed"]);
  });

  test("are the newest three, and all on demand", async () => {
    popupOf(["/5", "/4", "/3", "/2", "/1"].map((path) => request(path)));
    expect(await rows()).toHaveLength(3);
    fireEvent.click(screen.getByRole("button", { name: "Show all 5" }));
    await waitFor(async () => expect(await rows()).toHaveLength(5));
    fireEvent.click(screen.getByRole("button", { name: "Show fewer" }));
    await waitFor(async () => expect(await rows()).toHaveLength(3));
  });

  test("follow what the worker sees", async () => {
    const { transport } = popupOf([request("/1")]);
    await rows();
    transport.see([request("/2"), request("/1")]);
    await waitFor(async () => expect((await rows())[0]).toContain("/2"));
  });

  test("come with the rest of This page and with the profiles, so that nothing moves when they are there", async () => {
    const transport = new FakeTransport(
      snapshot({ profiles: [validProfile("alice", "Alice")], hosts: [host(API, LISTED)] }),
    );
    const answer = transport.hold("listRequests");
    renderPopup(transport);
    await screen.findByText("docs.example.com");
    expect(screen.queryByRole("listitem", { name: "Alice" })).toBeNull();
    expect(screen.queryByRole("list", { name: "API hosts of this page" })).toBeNull();
    answer();
    expect(await screen.findByRole("listitem", { name: "Alice" })).toBeTruthy();
    expect(await screen.findByRole("list", { name: "API hosts of this page" })).toBeTruthy();
  });
});

describe("what mends it", () => {
  test("a page that called without being listed is one click from being listed", async () => {
    const { transport } = popupOf([request("/open", without("page_not_listed"))], host(API));
    expect(await screen.findByText("No token: this page is not listed as one that may call it.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Let this page call it" }));
    expect(transport.sentOf("saveHost")[0]?.["host"]).toMatchObject({ addedPage: "https://docs.example.com" });
    expect(transport.asked[0]?.origins).toContain("https://docs.example.com/*");
  });

  test("where the browser was never asked for the look at requests, Show requests asks in the click", async () => {
    const missing = { origins: [], permissions: ["webRequest"] } as const;
    const { transport } = popupOf([], host(API, { ...LISTED, profileId: null }, { missing, attaching: "no_profile" }));
    fireEvent.click(await screen.findByRole("button", { name: "Show requests" }));
    expect(transport.asked).toEqual([missing]);
  });
});

test("Observe requests is a setting, on at first", async () => {
  const transport = new FakeTransport(snapshot());
  renderOptions(transport, "#/settings");
  const observe: HTMLInputElement = await screen.findByRole("switch", { name: "Observe requests" });
  expect(observe.checked).toBe(true);
  fireEvent.click(observe);
  expect(transport.sentOf("saveSettings").at(-1)?.["settings"]).toMatchObject({ observeRequests: false });
});
