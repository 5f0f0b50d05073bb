import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { deletion, host, profile, snapshot } from "./support/samples.ts";

const NAMES = ["Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi"] as const;

function eight(change = {}): FakeTransport {
  const profiles = NAMES.map((name) => profile(name.toLowerCase(), name));
  return new FakeTransport(snapshot({ profiles, hosts: [host("https://api.example.com")], ...change }));
}

function few(): FakeTransport {
  return new FakeTransport(snapshot({ profiles: [profile("alice", "Alice"), profile("bob", "Bob")] }));
}

function press(key: string, target: Element = document.body): void {
  fireEvent.keyDown(target, { key, bubbles: true });
}

function focused(): string | null | undefined {
  return document.activeElement?.querySelector(".profile-name")?.textContent;
}

describe("single keys", () => {
  test("are listed, all of them, by ?", async () => {
    renderOptions(eight(), "#/oauths");
    await screen.findByRole("listitem", { name: "Alice" });
    press("?");
    const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
    expect([...dialog.querySelectorAll("kbd")].map(({ textContent }) => textContent)).toEqual([
      "?",
      "/",
      "n",
      "j",
      "k",
      "Home",
      "End",
      "Enter",
      "u",
    ]);
    await expectAccessible(dialog);
    press("n", within(dialog).getByRole("button", { name: "Close" }));
    expect(window.location.hash).toBe("#/oauths");
    fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("open the entry that they have led to: a profile's form, an API host in its place", async () => {
    const hosts = Array.from({ length: 8 }, (_, index) => host(`https://${index}.example.com`));
    const { unmount } = renderOptions(eight({ hosts }), "#/hosts");
    await screen.findByRole("listitem", { name: "https://0.example.com" });
    press("j");
    // Its own controls do what they do.
    screen.getByRole("button", { name: "Edit https://0.example.com" }).focus();
    press("Enter");
    press("j");
    press("Enter");
    await screen.findByRole("textbox", { name: "API host" });
    const isOpen = (address: string) =>
      screen.getByRole("button", { name: `Edit https://${address}` }).getAttribute("aria-expanded");
    expect([isOpen("0.example.com"), isOpen("1.example.com")]).toEqual(["false", "true"]);
    unmount();
    const transport = eight();
    renderPopup(transport);
    await screen.findByRole("listitem", { name: "Alice" });
    press("Enter");
    press("k");
    press("Enter");
    expect(transport.opened).toEqual(["#/oauths/heidi"]);
  });

  test("go through the list, to the search box and to a new profile", async () => {
    renderOptions(eight(), "#/oauths");
    await screen.findByRole("listitem", { name: "Alice" });
    press("j");
    expect(focused()).toBe("Alice");
    press("j");
    press("j");
    press("k");
    expect(focused()).toBe("Bob");
    press("End");
    await waitFor(() => expect(focused()).toBe("Heidi"));
    press("Home");
    await waitFor(() => expect(focused()).toBe("Alice"));
    press("/");
    expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Search profiles" }));
    press("n");
    await waitFor(() => expect(window.location.hash).toBe("#/oauths/new"));
  });

  test("bring the search box of a short list, which goes once it is left empty", async () => {
    renderPopup(few());
    const alice = await screen.findByRole("listitem", { name: "Alice" });
    expect(screen.queryByRole("searchbox")).toBeNull();
    const copy = within(alice).getByRole("button", { name: "Copy token" });
    copy.focus();
    press("/", copy);
    const search = await screen.findByRole<HTMLInputElement>("searchbox", { name: "Search profiles" });
    expect(document.activeElement).toBe(search);
    fireEvent.input(search, { target: { value: "bo" } });
    await waitFor(() => expect(screen.queryByRole("listitem", { name: "Alice" })).toBeNull());
    search.blur();
    expect(await screen.findByRole("searchbox")).toBe(search);
    search.focus();
    fireEvent.input(search, { target: { value: "" } });
    expect(await screen.findByRole("listitem", { name: "Alice" })).toBeTruthy();
    expect(screen.getByRole("searchbox")).toBe(search);
    search.blur();
    await waitFor(() => expect(screen.queryByRole("searchbox")).toBeNull());
  });

  test("Escape takes the search box of a short list away, and what was searched, and goes back", async () => {
    renderOptions(few(), "#/oauths");
    const alice = await screen.findByRole("listitem", { name: "Alice" });
    const edit = within(alice).getByRole("button", { name: "Edit" });
    edit.focus();
    press("/", edit);
    const search = await screen.findByRole("searchbox", { name: "Search profiles" });
    fireEvent.input(search, { target: { value: "ali" } });
    await waitFor(() => expect(screen.queryByRole("listitem", { name: "Bob" })).toBeNull());
    expect(fireEvent.keyDown(search, { key: "Escape" })).toBe(false);
    await waitFor(() => expect(screen.queryByRole("searchbox")).toBeNull());
    expect(screen.getByRole("listitem", { name: "Bob" })).toBeTruthy();
    expect(document.activeElement).toBe(edit);
  });

  test("lead to a new API host from the API hosts, and undo the last deletion", async () => {
    const transport = eight({ deleted: [deletion("x", "X"), deletion("y", "Y", { untilMs: Date.now() + 900_100 })] });
    renderOptions(transport, "#/hosts");
    await screen.findByRole("listitem", { name: "https://api.example.com" });
    press("u");
    await waitFor(() => expect(transport.sentOf("undoDelete")).toEqual([{ id: "y" }]));
    press("n");
    await waitFor(() => expect(window.location.hash).toBe("#/hosts/new"));
  });

  test("do nothing while something is typed, or with a modifier", async () => {
    renderOptions(eight(), "#/oauths");
    await screen.findByRole("listitem", { name: "Alice" });
    press("n", screen.getByRole("searchbox"));
    fireEvent.keyDown(document.body, { key: "n", ctrlKey: true });
    press("?", screen.getByRole("searchbox"));
    expect(window.location.hash).toBe("#/oauths");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("can be switched off", async () => {
    const transport = eight({ settings: { ...DEFAULT_SETTINGS, pageShortcuts: false } });
    renderOptions(transport, "#/oauths");
    await screen.findByRole("listitem", { name: "Alice" });
    press("?");
    press("j");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(document.body);
  });

  test("work in the popup", async () => {
    const transport = eight();
    renderPopup(transport);
    await screen.findByRole("listitem", { name: "Alice" });
    press("j");
    expect(focused()).toBe("Alice");
    press("n");
    expect(transport.opened).toEqual(["#/oauths/new"]);
  });
});

describe("Settings", () => {
  test("show the browser's shortcuts and lead to where they are changed", async () => {
    const transport = eight();
    renderOptions(transport, "#/settings");
    const list = await screen.findByLabelText("Shortcuts of the browser");
    await waitFor(() => expect(list.textContent).toBe("not setOpen the popupAlt+Shift+LLock tokens and secrets"));
    fireEvent.click(screen.getByRole("button", { name: "Change them in the browser" }));
    expect(transport.opened).toEqual(["shortcuts"]);
    fireEvent.click(screen.getByRole("button", { name: "Show all keys" }));
    expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeTruthy();
  });

  test("switch the single keys off", async () => {
    const transport = eight();
    renderOptions(transport, "#/settings");
    fireEvent.click(await screen.findByRole("switch", { name: "Single keys in Bearer Bar's pages" }));
    expect(transport.sentOf("saveSettings")).toMatchObject([{ settings: { pageShortcuts: false } }]);
  });
});

test("from eight API hosts on they can be searched, and are counted", async () => {
  const hosts = NAMES.map((name) => host(`https://${name.toLowerCase()}.example.com`));
  renderOptions(new FakeTransport(snapshot({ hosts })), "#/hosts");
  const search = await screen.findByRole("searchbox", { name: "Search API hosts" });
  const count = screen.getByText("8 API hosts").closest("output");
  fireEvent.input(search, { target: { value: "BOB" } });
  await waitFor(() => expect(screen.getAllByRole("heading", { level: 2 })).toHaveLength(1));
  expect(count?.textContent).toBe("1 of 8");
  fireEvent.input(search, { target: { value: "zoe" } });
  expect(await screen.findByText("No API host has “zoe” in its address.")).toBeTruthy();
});

test("profiles are counted in Manage OAuth too", async () => {
  renderOptions(eight(), "#/oauths");
  expect(await screen.findByText("8 OAuth profiles")).toBeTruthy();
  fireEvent.input(screen.getByRole("searchbox", { name: "Search profiles" }), { target: { value: "alice" } });
  expect(await screen.findByText("1 of 8")).toBeTruthy();
});

test("switching the Authentication type is two clicks in the popup: the choice is in sight, and one choice saves it", async () => {
  const transport = eight();
  transport.tabInFront = "https://api.example.com/docs";
  renderPopup(transport);
  const select = await screen.findByRole<HTMLSelectElement>("combobox", { name: /Authentication type/u });
  expect([select.closest("details"), select.tabIndex, select.disabled]).toEqual([null, 0, false]);
  fireEvent.change(select, { target: { value: "bob" } });
  expect(transport.sentOf("saveHost")).toMatchObject([{ host: { profileId: "bob" } }]);
});
