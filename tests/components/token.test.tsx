// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import type { TokenView } from "../../lib/domain/token-view.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { host, profile, snapshot, validProfile } from "./support/samples.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const VIEW: TokenView = {
  accessToken: {
    kind: "jwt",
    length: 400,
    header: '{ "alg": "RS256" }',
    claims: '{ "sub": "alice" }',
    times: [{ claim: "exp", atSeconds: 1_700_000_000 }],
  },
  idToken: undefined,
  refreshToken: { kind: "opaque", length: 43 },
  tokenType: "Bearer",
  obtainedAtMs: 1,
  expiresAtMs: 2,
  expirySource: "reply",
  refreshTokenRotates: true,
  scope: { asked: ["read", "write"], granted: ["read"], missing: ["write"], extra: [] },
  reply: { text: '{ "instance_url": "https://eu1.example.com" }', shortened: false },
  callback: {},
};
const PEOPLE = { origins: ["https://auth.example.com/*"], permissions: [] };

function withToken(): FakeTransport {
  const alice = { ...validProfile("alice", "Alice"), questions: { introspection: PEOPLE, userinfo: undefined } };
  const transport = new FakeTransport(
    snapshot({ profiles: [alice, profile("bob", "Bob")], hosts: [host("https://api.example.com")] }),
  );
  transport.tokenView = VIEW;
  return transport;
}

function menuItems(): string[] {
  return screen.queryAllByRole("menuitem").map(({ textContent }) => textContent);
}

test("the copy menu follows the keyboard, and Escape takes the focus back", async () => {
  renderOptions(withToken(), "#/oauths");
  const row = within(await screen.findByRole("listitem", { name: "Alice" }));
  const button = row.getByRole("button", { name: "More ways to copy" });
  expect(button.getAttribute("aria-haspopup")).toBe("menu");
  button.focus();
  fireEvent.keyDown(button, { key: "ArrowDown" });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Authorization header"));
  const formats = ["Authorization header", "cURL", "fetch", "HTTPie", ".env line"];
  expect(menuItems()).toEqual([...formats, "Token details"]);
  fireEvent.keyDown(document.activeElement ?? button, { key: "End" });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Token details"));
  fireEvent.keyDown(document.activeElement ?? button, { key: "ArrowDown" });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Authorization header"));
  await expectAccessible(document.body);
  fireEvent.keyDown(document.activeElement ?? button, { key: "Escape" });
  await waitFor(() => expect(menuItems()).toEqual([]));
  expect(document.activeElement).toBe(button);
});

test.each<[where: string, pageHeight: number, buttonTop: number, opens: string, translate: string]>([
  ["down", 800, 400, "menu menu-down", ""],
  ["up where the page ends below", 800, 700, "menu", ""],
  ["beside its button where there is no room above either", 320, 120, "menu menu-beside", "0 58px"],
  ["down where no page is high enough", 210, 120, "menu menu-down", ""],
])("the copy menu opens %s", async (_, pageHeight, buttonTop, opens, translate) => {
  vi.stubGlobal("innerHeight", pageHeight);
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function rect(this: Element) {
    return this.role === "menu" ? new DOMRect(0, 0, 150, 200) : new DOMRect(0, buttonTop, 30, 30);
  });
  renderOptions(withToken(), "#/oauths");
  const row = within(await screen.findByRole("listitem", { name: "Alice" }));
  fireEvent.click(row.getByRole("button", { name: "More ways to copy" }));
  const menu = await screen.findByRole("menu");
  expect(menu.className.trim()).toBe(opens);
  expect(menu.style.translate).toBe(translate);
});

test("the copy menu closes by a click elsewhere", async () => {
  renderOptions(withToken(), "#/oauths");
  const row = within(await screen.findByRole("listitem", { name: "Alice" }));
  fireEvent.click(row.getByRole("button", { name: "More ways to copy" }));
  await waitFor(() => expect(menuItems()).toHaveLength(6));
  fireEvent.pointerDown(document.body);
  await waitFor(() => expect(menuItems()).toEqual([]));
});

test("what is chosen is composed by the worker, which knows the profile's API hosts", async () => {
  const transport = withToken();
  renderPopup(transport);
  const row = within(await screen.findByRole("listitem", { name: "Alice" }));
  fireEvent.click(row.getByRole("button", { name: "More ways to copy" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "cURL" }));
  await waitFor(() => expect(transport.sentOf("copyToken")).toEqual([{ profileId: "alice", format: "curl" }]));
});

test("the popup leads to the token's details", async () => {
  const transport = withToken();
  renderPopup(transport);
  const row = within(await screen.findByRole("listitem", { name: "Alice" }));
  fireEvent.click(row.getByRole("button", { name: "More ways to copy" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Token details" }));
  expect(transport.opened).toEqual(["#/oauths/alice/token"]);
});

test("the token page shows claims with their times, scope, reply, and what the server says", async () => {
  const transport = withToken();
  const { container } = renderOptions(transport, "#/oauths/alice/token");
  await screen.findByRole("heading", { name: "Claims" });
  const headings = screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);
  expect(headings).toEqual(["Access token", "Claims", "Header", "Scope", "Reply", "Introspection", "Userinfo"]);
  expect(screen.getByText(/not verified/u)).toBeTruthy();
  expect(screen.getByText(/2023/u)).toBeTruthy();
  expect(screen.getByText(/Asked for, not granted/u).nextElementSibling?.textContent).toBe("write");
  expect(screen.getByText(/has no Userinfo URL/u)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Ask about the token" }));
  expect(transport.asked).toEqual([PEOPLE]);
  expect(await screen.findByText("The server says: active.")).toBeTruthy();
  await expectAccessible(container);
});

test("id and refresh token are copied behind a disclosure", async () => {
  const transport = withToken();
  renderOptions(transport, "#/oauths/alice/token");
  const summary = await screen.findByText("ID token and refresh token");
  expect(summary.closest("details")?.open).toBe(false);
  fireEvent.click(screen.getByRole("button", { name: "Copy refresh token", hidden: true }));
  await waitFor(() => expect(transport.sentOf("copyToken")).toEqual([{ profileId: "alice", which: "refresh_token" }]));
});

test("without a token, the page says so", async () => {
  const transport = withToken();
  transport.tokenView = undefined;
  renderOptions(transport, "#/oauths/bob/token");
  expect(await screen.findByText("This profile has no token. Authorize it first.")).toBeTruthy();
});

const NOW_MS = Date.now();

test.each<[of: string, view: Partial<TokenView>, words: readonly RegExp[]]>([
  [
    "its reply, and a refresh token that is replaced",
    { expiresAtMs: NOW_MS + 3_600_000, expirySource: "reply", refreshTokenRotates: true },
    [/\d{4}.*, (?:59 min|1 h) left/u, /server's reply says \(expires_in\)/u, /Each refresh replaces it/u, /^Bearer$/u],
  ],
  [
    "the token itself, in the past, and a refresh token that stays",
    { expiresAtMs: NOW_MS - 1_000, expirySource: "jwt", refreshTokenRotates: false },
    [/it has expired/u, /token itself says \(exp\), which is not verified/u, /A refresh leaves it as it is/u],
  ],
  [
    "the profile, and a refresh token not used yet",
    { expirySource: "profile", refreshTokenRotates: undefined, tokenType: undefined },
    [/under “Lifetime if not given \(seconds\)”/u, /is known after the first/u, /taken for Bearer/u],
  ],
  [
    "nobody, and no refresh token",
    { expiresAtMs: undefined, expirySource: "unknown", refreshToken: undefined, tokenType: "N_A" },
    [/Nobody said when/u, /^None$/u, /^N_A$/u],
  ],
])("the page tells of an expiry known from %s", async (_, view, words) => {
  const transport = withToken();
  transport.tokenView = { ...VIEW, ...view };
  renderOptions(transport, "#/oauths/alice/token");
  const section = (await screen.findByRole("heading", { name: "Access token" })).closest("section");
  const facts = within(section ?? document.body);
  for (const text of words) expect(facts.getByText(text)).toBeTruthy();
});

test("claims of the ID token stand under a heading of their own", async () => {
  const transport = withToken();
  const idToken = { ...VIEW.accessToken, claims: '{ "nonce": "N-1" }' } as const;
  transport.tokenView = { ...VIEW, idToken };
  renderOptions(transport, "#/oauths/alice/token");
  const section = (await screen.findByRole("heading", { name: "ID token: claims" })).closest("section");
  expect(section?.textContent).toContain("N-1");
  expect(section?.textContent).toContain("not verified");
  expect(await screen.findByRole("heading", { name: "ID token: header" })).toBeTruthy();
});
