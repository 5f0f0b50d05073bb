// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { expect, test } from "vitest";
import type { TestModeSummary, TestSending } from "../../lib/domain/snapshot.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { host, snapshot, validProfile } from "./support/samples.ts";

const API = "https://api.example.com";
const PROFILES = [validProfile("alice", "Alice"), validProfile("bob", "Bob")];

function inTest(sends: TestSending): TestModeSummary {
  return { kind: "expired_token", sinceMs: Date.now() - 1, untilMs: Date.now() + 4.5 * 60_000, sends };
}

function withHost(testMode?: TestModeSummary): FakeTransport {
  const attaching = testMode === undefined ? "attaching" : "test_mode";
  const only = host(API, { profileId: "alice", callingPages: ["https://docs.example.com"] }, { attaching, testMode });
  return new FakeTransport(snapshot({ profiles: PROFILES, hosts: [only] }));
}

test("the first test and the shortest time are chosen to begin with", async () => {
  const transport = withHost();
  renderOptions(transport, "#/hosts");
  const card = within(await screen.findByRole("listitem", { name: API }));
  fireEvent.click(card.getByText("Tests that should fail"));
  fireEvent.click(card.getByRole("button", { name: "Start test" }));
  expect(transport.sentOf("setTestMode")).toMatchObject([{ testMode: { kind: "no_token", minutes: 5 } }]);
});

test("a test is chosen for a time and started, in the popup as in Manage OAuth", async () => {
  const transport = withHost();
  renderPopup(transport);
  const row = within(await screen.findByRole("listitem", { name: "api.example.com" }));
  fireEvent.click(row.getByText("Tests that should fail"));
  fireEvent.change(row.getByRole("combobox", { name: "Time" }), { target: { value: "15" } });
  fireEvent.change(row.getByRole("combobox", { name: "Test" }), { target: { value: "broken_signature" } });
  expect(transport.sentOf("setTestMode")).toEqual([]);
  fireEvent.click(row.getByRole("button", { name: "Start test" }));
  const { host: only } = transport.snapshot.hosts[0] ?? {};
  const sent = (): unknown => transport.sentOf("setTestMode").at(-1);
  expect(sent()).toMatchObject({ hostId: only?.id, testMode: { kind: "broken_signature", minutes: 15 } });
  fireEvent.change(row.getByRole("combobox", { name: "Test" }), { target: { value: "other:bob" } });
  await waitFor(() => expect(row.getByRole("button", { name: "Start test" }).getAttribute("aria-busy")).toBeNull());
  fireEvent.click(row.getByRole("button", { name: "Start test" }));
  expect(sent()).toMatchObject({ testMode: { kind: "other_profile", profileId: "bob", minutes: 15 } });
});

test.each([
  [{ kind: "nothing", why: "asked" }, "requests carry no token."],
  [{ kind: "nothing", why: "not_authorized" }, "requests carry nothing. No token: the profile is not authorized."],
  [{ kind: "broken_signature" }, "requests carry the token with a broken signature."],
  [{ kind: "token", profileId: "bob" }, "requests carry the token of Bob."],
  [{ kind: "expired_token", expiredAtMs: Date.UTC(2026, 10, 23, 9, 30) }, "requests carry a token that expired at"],
  [{ kind: "none_expired_yet", fromMs: undefined }, "no token of this profile ever expires"],
  [{ kind: "none_expired_yet", fromMs: Date.UTC(2026, 10, 23, 9, 30) }, "no token has expired yet; one will at"],
] as const)("a test that is on says what is sent, %j, and ends at a click", async (sends, words) => {
  const transport = withHost(inTest(sends));
  const { container } = renderOptions(transport, "#/hosts");
  const card = within(await screen.findByRole("listitem", { name: API }));
  expect(card.getByText("Test on:").parentElement?.textContent).toContain(words);
  expect(card.getByText("Test on:").parentElement?.textContent).toContain("Back to normal in 5 min.");
  expect(card.queryByText(/Requests carry the token of Alice/u)).toBeNull();
  fireEvent.click(card.getByRole("button", { name: "Back to normal" }));
  expect(transport.sentOf("setTestMode")).toMatchObject([{ testMode: null }]);
  await expectAccessible(container);
});

test("a host without a profile, or off, has no test to choose", async () => {
  const off = host(API, { profileId: "alice", enabled: false }, { attaching: "off" });
  const none = host("https://b.example.com", { profileId: null }, { attaching: "no_profile" });
  renderOptions(new FakeTransport(snapshot({ profiles: PROFILES, hosts: [off, none] })), "#/hosts");
  await screen.findByRole("listitem", { name: API });
  expect(screen.queryByText("Tests that should fail")).toBeNull();
});
