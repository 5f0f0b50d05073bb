// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { newProfile } from "../../lib/domain/profile.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { deletion, host, profile, snapshot, trace, validProfile } from "./support/samples.ts";

function twoProfiles(): FakeTransport {
  const transport = new FakeTransport(
    snapshot({
      profiles: [validProfile("alice", "Alice"), profile("bob", "Bob")],
      hosts: [host("https://api.example.com")],
    }),
  );
  transport.profiles.set("alice", { ...newProfile("alice", 1), name: "Alice" });
  return transport;
}

function item(name: string): Promise<HTMLElement> {
  return screen.findByRole("listitem", { name });
}

async function clickIn(name: string, button: string): Promise<void> {
  fireEvent.click(within(await item(name)).getByRole("button", { name: button }));
}

test("the sections are links, the one shown is marked", async () => {
  renderOptions(twoProfiles(), "#/oauths");
  const navigation = within(screen.getByRole("navigation"));
  const links = navigation
    .getAllByRole("link")
    .map((link) => [link.textContent, link.getAttribute("href"), link.getAttribute("aria-current")]);
  expect(links).toEqual([
    ["OAuths", "#/oauths", "page"],
    ["API hosts", "#/hosts", null],
    ["Activity", "#/activity", null],
    ["Settings", "#/settings", null],
  ]);
});

test("an unknown address leads to the profiles", async () => {
  renderOptions(twoProfiles(), "#/nonsense");
  expect(await screen.findByRole("heading", { name: "OAuths" })).toBeTruthy();
});

test("Add OAuth, Edit and Duplicate open the form", async () => {
  renderOptions(twoProfiles(), "#/oauths");
  fireEvent.click(await screen.findByRole("button", { name: "Add OAuth" }));
  expect(window.location.hash).toBe("#/oauths/new");
  window.location.hash = "#/oauths";
  await clickIn("Alice", "Edit");
  expect(window.location.hash).toBe("#/oauths/alice");
  window.location.hash = "#/oauths";
  await clickIn("Alice", "Duplicate");
  expect(await screen.findByDisplayValue("Alice (copy)")).toBeTruthy();
});

test("a profile is authorized and its token copied as in the popup", async () => {
  const transport = twoProfiles();
  renderOptions(transport, "#/oauths");
  await clickIn("Bob", "Authorize");
  await clickIn("Alice", "Copy token");
  expect(transport.sentOf("authorize")).toEqual([{ profileId: "bob" }]);
  expect(await screen.findByText("Copied: token of Alice")).toBeTruthy();
});

test("only a profile with a token can forget it, and it asks first", async () => {
  const transport = twoProfiles();
  renderOptions(transport, "#/oauths");
  await clickIn("Alice", "Forget token");
  expect(transport.sentOf("forgetToken")).toEqual([]);
  const dialog = await screen.findByRole("alertdialog", { name: "Forget the token of Alice?" });
  fireEvent.click(within(dialog).getByRole("button", { name: "Forget token" }));
  expect(transport.sentOf("forgetToken")).toEqual([{ profileId: "alice" }]);
  expect(within(await item("Bob")).queryByRole("button", { name: "Forget token" })).toBeNull();
});

describe("Revoke", () => {
  test("is offered where the profile has a revocation URL, and asks first", async () => {
    const transport = twoProfiles();
    renderOptions(transport, "#/oauths");
    expect(within(await item("Alice")).queryByRole("button", { name: "Revoke token" })).toBeNull();
    transport.change({ profiles: [{ ...validProfile("alice", "Alice", 59), revocable: true }] });
    await waitFor(() => clickIn("Alice", "Revoke token"));
    const dialog = await screen.findByRole("alertdialog", { name: "Revoke the token of Alice?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Revoke token" }));
    expect(transport.sentOf("revokeToken")).toEqual([{ profileId: "alice" }]);
    expect(await screen.findByText("Revoked: token of Alice")).toBeTruthy();
  });

  test("goes with Delete unless the person says no", async () => {
    const transport = twoProfiles();
    transport.change({ profiles: [{ ...validProfile("alice", "Alice", 59), revocable: true }] });
    renderOptions(transport, "#/oauths");
    await clickIn("Alice", "Delete");
    const dialog = await screen.findByRole("alertdialog");
    const choice = within(dialog).getByRole<HTMLInputElement>("checkbox", {
      name: "Revoke its token at the server first",
    });
    expect(choice.checked).toBe(true);
    fireEvent.click(choice);
    fireEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(transport.sentOf("deleteProfile")).toEqual([{ profileId: "alice", revoke: false }]);
  });
});

describe("Delete", () => {
  test("asks first and says what goes with it", async () => {
    const transport = twoProfiles();
    renderOptions(transport, "#/oauths");
    await clickIn("Alice", "Delete");
    const dialog = await screen.findByRole("alertdialog", { name: "Delete Alice?" });
    expect(dialog.textContent).toContain("its client secret and its token go with it");
    expect(dialog.textContent).toContain("Authentication type becomes None for api.example.com.");
    fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(transport.sentOf("deleteProfile")).toEqual([]);
  });

  test("takes the profile away and the focus to the one after it", async () => {
    const transport = twoProfiles();
    renderOptions(transport, "#/oauths");
    await clickIn("Alice", "Delete");
    const dialog = await screen.findByRole("alertdialog");
    transport.change({ profiles: [profile("bob", "Bob")], deleted: [deletion("alice", "Alice")] });
    fireEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("Deleted: Alice")).toBeTruthy();
    expect(transport.sentOf("deleteProfile")).toEqual([{ profileId: "alice", revoke: false }]);
    expect(document.activeElement).toBe(screen.getByRole("listitem", { name: "Bob" }));
  });

  test.each([
    ["Bob", "bob", () => screen.getByRole("listitem", { name: "Alice" })],
    ["Alice", "alice", () => screen.getByRole("heading", { name: "OAuths" })],
  ])("of the last one, %s, takes the focus to what is left", async (name, id, left) => {
    const profiles = [profile("alice", "Alice"), profile("bob", "Bob")];
    const transport = new FakeTransport(snapshot({ profiles: name === "Bob" ? profiles : profiles.slice(0, 1) }));
    renderOptions(transport, "#/oauths");
    await clickIn(name, "Delete");
    const dialog = await screen.findByRole("alertdialog");
    const others = name === "Bob" ? profiles.slice(0, 1) : [];
    transport.change({ profiles: others, deleted: [deletion(id, name)] });
    fireEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText(`Deleted: ${name}`)).toBeTruthy();
    expect(document.activeElement).toBe(left());
  });

  test("says why it could not", async () => {
    const transport = twoProfiles();
    transport.fail("deleteProfile", { code: "storage_failed" });
    renderOptions(transport, "#/oauths");
    await clickIn("Alice", "Delete");
    fireEvent.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Delete" }));
    expect((await within(await item("Alice")).findByRole("alert")).textContent).toContain(
      "could not write to its disk",
    );
  });
});

test("a form that was not saved can be continued or discarded", async () => {
  const transport = twoProfiles();
  transport.snapshot = {
    ...transport.snapshot,
    drafts: [
      { id: "d", profileId: null, name: "GitHub" },
      { id: "e", profileId: "bob", name: "Bob" },
    ],
  };
  renderOptions(transport, "#/oauths");
  expect(await screen.findByText("You began “GitHub” and did not save it.")).toBeTruthy();
  expect((await item("Bob")).textContent).toContain("Unsaved changes");
  fireEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(transport.sentOf("discardProfileForm")).toEqual([{ draftId: "d" }]);
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  expect(window.location.hash).toBe("#/oauths/new");
});

test("without a profile, the redirect URL to register is there to be copied", async () => {
  const transport = new FakeTransport();
  renderOptions(transport, "#/oauths");
  fireEvent.click(await screen.findByRole("button", { name: "Copy redirect URL" }));
  expect(transport.copied).toEqual([transport.snapshot.redirectUrl]);
});

test("stored data of a newer version is told of on every page", async () => {
  renderOptions(new FakeTransport(snapshot({ storageProblem: { code: "storage_newer" } })), "#/settings");
  expect((await screen.findByRole("alert")).textContent).toContain("newer version of Bearer Bar");
});

test("Settings end with the version", async () => {
  const { container } = renderOptions(twoProfiles(), "#/settings");
  const version = await screen.findByText("Bearer Bar 1.2.3");
  expect(container.querySelector("main")?.lastElementChild).toBe(version);
});

test.each([
  ["#/oauths", "Search profiles"],
  ["#/hosts", "Search API hosts"],
])("a search of %s is as it was when the list is come back to", async (hash, name) => {
  const numbers = Array.from({ length: 9 }, (_, number) => number);
  const profiles = numbers.map((number) => profile(`p${number}`, `Entry ${number}`));
  const hosts = numbers.map((number) => host(`https://entry-${number}.example.com`));
  renderOptions(new FakeTransport(snapshot({ profiles, hosts })), hash);
  fireEvent.input(await screen.findByRole("searchbox", { name }), { target: { value: "e 7" } });
  await waitFor(() => expect(screen.queryByRole("listitem", { name: /^.*entry.1/iu })).toBeNull());
  window.location.hash = "#/settings";
  await screen.findByRole("heading", { name: "Settings" });
  window.location.hash = hash;
  expect((await screen.findByRole<HTMLInputElement>("searchbox", { name })).value).toBe("e 7");
  expect(screen.getAllByRole("listitem", { name: /entry/iu })).toHaveLength(1);
});

test("a page begins at its top, but for one gone back to", async () => {
  renderOptions(twoProfiles(), "#/settings");
  const scrollTo = vi.spyOn(window, "scrollTo");
  await screen.findByRole("heading", { name: "Settings" });
  fireEvent.click(screen.getByRole("link", { name: "OAuths" }));
  await item("Alice");
  expect(scrollTo.mock.calls).toEqual([[0, 0]]);
  window.history.replaceState("seen", "", "#/settings");
  window.dispatchEvent(new Event("hashchange"));
  await screen.findByRole("heading", { name: "Settings" });
  expect(scrollTo).toHaveBeenCalledTimes(1);
});

test("the list is accessible, with its dialog too", async () => {
  const { container } = renderOptions(twoProfiles(), "#/oauths");
  await item("Alice");
  await expectAccessible(container);
  await clickIn("Alice", "Delete");
  await screen.findByRole("alertdialog");
  await expectAccessible(container);
});

test("a command that failed says why and leads to its exchange", async () => {
  const transport = twoProfiles();
  transport.traces = [trace("t1"), trace("t7", { kind: "revocation" })];
  transport.fail("copyToken", { code: "token_refused", error: "invalid_grant", traceId: "t7" });
  renderOptions(transport, "#/oauths");
  await clickIn("Alice", "Copy token");
  const alert = await within(await item("Alice")).findByRole("alert");
  expect(alert.textContent).toContain("invalid_grant");
  fireEvent.click(within(alert).getByRole("button", { name: "See the exchange" }));
  const line = await screen.findByRole("button", { name: /Revocation/u });
  await waitFor(() => expect(line.getAttribute("aria-expanded")).toBe("true"));
  expect(screen.getByRole("button", { name: /Token request/u }).getAttribute("aria-expanded")).toBe("false");
});

describe("what an earlier command has answered goes", () => {
  async function withFailedCopy(): Promise<FakeTransport> {
    const transport = twoProfiles();
    transport.fail("copyToken", { code: "clipboard_failed" });
    renderOptions(transport, "#/oauths");
    await clickIn("Alice", "Copy token");
    await within(await item("Alice")).findByRole("alert");
    return transport;
  }

  async function expectNoAlert(): Promise<void> {
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  }

  test("with the next one on the same profile", async () => {
    const transport = await withFailedCopy();
    transport.hold("authorize");
    await clickIn("Alice", "Renew");
    await expectNoAlert();
  });

  test("once another attempt has brought the profile a token", async () => {
    const transport = await withFailedCopy();
    transport.change({ profiles: [validProfile("alice", "Alice", 59), profile("bob", "Bob")] });
    await expectNoAlert();
  });

  test("and not with a change of another profile", async () => {
    const transport = await withFailedCopy();
    const [alice] = transport.snapshot.profiles;
    if (alice === undefined) throw new Error("There is no Alice");
    transport.change({ profiles: [alice, validProfile("bob", "Bob")] });
    expect(await within(await item("Bob")).findByRole("button", { name: "Renew" })).toBeTruthy();
    expect(within(await item("Alice")).getByRole("alert").textContent).toContain("refused access to the clipboard");
  });
});

describe("a profile without its Client Secret", () => {
  function imported(): FakeTransport {
    const machine = profile("ci", "CI", { grantType: "client_credentials", missingSecret: "needed" });
    const transport = new FakeTransport(snapshot({ profiles: [machine] }));
    const tokenUrl = "https://login.example.com/token";
    const stored = { name: "CI", grantType: "client_credentials", clientId: "ci", tokenUrl } as const;
    transport.profiles.set("ci", { ...newProfile("ci", 1), ...stored });
    return transport;
  }

  async function secretField(): Promise<HTMLElement> {
    return screen.findByLabelText("Client Secret", { selector: "input" });
  }

  test("says so, can't be authorized, and leads to the field", async () => {
    const transport = imported();
    const { container } = renderOptions(transport, "#/oauths");
    const row = await item("CI");
    expect(within(row).getByText("Client Secret missing")).toBeTruthy();
    const authorize = within(row).getByRole("button", { name: "Authorize" });
    expect(authorize.title).toBe("Enter the Client Secret first.");
    fireEvent.click(authorize);
    expect(transport.sentOf("authorize")).toEqual([]);
    await expectAccessible(container);
    await clickIn("CI", "Enter secret");
    const field = await secretField();
    await waitFor(() => expect(document.activeElement).toBe(field));
    field.blur();
    // As from the popup, once more.
    window.location.hash = "#/oauths/ci/secret";
    await waitFor(() => expect(document.activeElement).toBe(field));
  });

  test("is renamed without it, and authorized only with it", async () => {
    const transport = imported();
    renderOptions(transport, "#/oauths/ci");
    await secretField();
    fireEvent.click(screen.getByRole("button", { name: "Authorize" }));
    expect(await screen.findAllByText(/“Client Secret” is empty/u)).not.toEqual([]);
    fireEvent.input(screen.getByLabelText("Name"), { target: { value: "Nightly" } });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(transport.sentOf("saveProfile")).toMatchObject([{ profile: { name: "Nightly" } }]));
  });

  test("is told that it has none where some servers want none, and led to it once one does", async () => {
    const atMs = Date.now();
    const error = { code: "token_refused", error: "invalid_client" } as const;
    const failed = { kind: "failed", problem: { error, atMs, retryAtMs: undefined, attempts: 1 } } as const;
    const none = { missingSecret: "sent" } as const;
    const profiles = [profile("a", "Untried", none), profile("b", "Refused", { ...none, status: failed })];
    renderOptions(new FakeTransport(snapshot({ profiles })), "#/oauths");
    const untried = within(await item("Untried"));
    expect(untried.getByText("Authorization Code · Without Client Secret")).toBeTruthy();
    expect(untried.queryByRole("button", { name: "Enter secret" })).toBeNull();
    expect(untried.getByText("Not authorized")).toBeTruthy();
    expect(within(await item("Refused")).getByRole("button", { name: "Enter secret" })).toBeTruthy();
  });
});

test("a hit by client ID or server shows it, one by name nothing of them", async () => {
  const profiles = Array.from({ length: 8 }, (_, index) => profile(`p${index}`, `Orders ${index}`));
  const odd = profile("odd", "Odd", { clientId: "machine-7", server: "login.acme.example.com" });
  renderOptions(new FakeTransport(snapshot({ profiles: [...profiles, odd] })), "#/oauths");
  const search = await screen.findByRole("searchbox", { name: "Search profiles" });
  const factsFor = async (text: string): Promise<string[]> => {
    fireEvent.input(search, { target: { value: text } });
    await waitFor(() => expect(screen.getAllByRole("listitem", { name: /^Odd$/u })).toHaveLength(1));
    return [...(await item("Odd")).querySelectorAll(".facts")].map(({ textContent }) => textContent);
  };
  expect(await factsFor("odd")).toEqual(["Authorization Code"]);
  expect(await factsFor("odd MACHINE")).toEqual(["Authorization Code", "Client ID: machine-7"]);
  expect(await factsFor("acme e-7")).toEqual([
    "Authorization Code",
    "Client ID: machine-7 · Server: login.acme.example.com",
  ]);
});

test("the address of an API host goes on in the next line after a separator", async () => {
  const used = host("https://api.example.com/v1", { profileId: "alice" });
  renderOptions(new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice")], hosts: [used] })), "#/oauths");
  const [facts] = (await item("Alice")).querySelectorAll(".facts");
  expect(facts?.innerHTML).toContain("api.<wbr>example.<wbr>com/<wbr>v1");
});

test.each([
  ["#/oauths", "2 OAuth profiles", "1 of 2"],
  ["#/hosts", "2 API hosts", "1 of 2"],
])("the list of %s is counted once all of it is there", async (hash, count, found) => {
  const hosts = [host("https://alice.example.com"), host("https://bob.example.com")];
  const profiles = [profile("alice", "Alice"), profile("bob", "Bob")];
  const transport = new FakeTransport(snapshot({ profiles, hosts, partial: true }));
  renderOptions(transport, hash);
  await screen.findAllByRole("heading", { name: /alice/iu });
  expect(screen.getAllByRole("status").map(({ textContent }) => textContent)).not.toContain(count);
  transport.change({ partial: false });
  await screen.findByText(count);
  fireEvent.input(screen.getByRole("searchbox", { hidden: true }), { target: { value: "bob" } });
  expect(await screen.findByText(found)).toBeTruthy();
});

test.each([
  [6, "api-4.example.com, and api-5.example.com"],
  [3000, "api-4.example.com, and 2,995 more"],
])("a profile with %i API hosts names the first ones", async (count, end) => {
  const hosts = Array.from({ length: count }, (_, number) =>
    host(`https://api-${number}.example.com`, { profileId: "alice" }),
  );
  renderOptions(new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice")], hosts })), "#/oauths");
  expect((await item("Alice")).querySelector(".facts")?.textContent).toMatch(new RegExp(`${end}$`, "u"));
});

describe("a new form", () => {
  async function nameBox(): Promise<HTMLElement> {
    return screen.findByLabelText("Name", { selector: "input" });
  }

  test.each<[how: string, ask: () => void]>([
    ["button", () => fireEvent.click(screen.getByRole("button", { name: "Add OAuth" }))],
    ["key", () => fireEvent.keyDown(document.body, { key: "n" })],
  ])("that was asked for by %s has the focus in its first field", async (_, ask) => {
    // As of a page that was gone to in a browser; the tests' own keeps what it was before.
    const state = vi.spyOn(window.history, "state", "get").mockReturnValue(null);
    onTestFinished(() => state.mockRestore());
    renderOptions(twoProfiles(), "#/oauths");
    await item("Alice");
    ask();
    const name = await nameBox();
    await waitFor(() => expect(document.activeElement).toBe(name));
  });

  test("that is loaded again, or was begun before, is read from its heading", async () => {
    window.history.replaceState("seen", "", "#/oauths/new");
    renderOptions(twoProfiles(), "#/oauths/new");
    await nameBox();
    const heading = await screen.findByRole("heading", { name: "Add OAuth" });
    await act(() => undefined);
    expect(document.activeElement).toBe(heading);
  });

  test("in a narrow window begins with its fields, the ways to fill it folded", async () => {
    const { innerWidth } = window;
    onTestFinished(() => void Object.assign(window, { innerWidth }));
    Object.assign(window, { innerWidth: 400 });
    renderOptions(twoProfiles(), "#/oauths/new");
    await nameBox();
    const start = screen.getByRole("button", { name: "Start from a provider" });
    expect(start.getAttribute("aria-expanded")).toBe("false");
    fireEvent.click(start);
    expect(await screen.findByRole("searchbox", { name: "Search providers" })).toBeTruthy();
  });
});
