// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { HostSummary, Snapshot } from "../../lib/domain/snapshot.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { host, profile, snapshot, validProfile } from "./support/samples.ts";

const PROFILES = [validProfile("alice", "Alice"), profile("bob", "Bob")];

function pattern(number: number): string {
  return `https://api-${number}.example.com`;
}

function hosts(count: number): HostSummary[] {
  return Array.from({ length: count }, (_, index) => host(pattern(index + 1)));
}

function show(change: Partial<Snapshot>): FakeTransport {
  const transport = new FakeTransport(snapshot({ profiles: PROFILES, ...change }));
  renderOptions(transport, "#/hosts");
  return transport;
}

async function row(number: number) {
  return within(await screen.findByRole("listitem", { name: pattern(number) }));
}

async function foldButton(number: number): Promise<HTMLElement> {
  return (await row(number)).getByRole("button", { name: `Edit ${pattern(number)}` });
}

/** The numbers of the API hosts that are open. */
async function opened(): Promise<number[]> {
  await screen.findAllByRole("button", { name: /^Edit /u });
  return screen
    .queryAllByRole("button", { name: /^Edit /u, expanded: true })
    .map((button) => Number(/\d+/u.exec(button.getAttribute("aria-label") ?? "")?.[0]));
}

describe("API hosts to begin with", () => {
  test("are all open while they are five", async () => {
    show({ hosts: hosts(5) });
    expect(await opened()).toEqual([1, 2, 3, 4, 5]);
    expect(screen.getAllByRole("textbox", { name: "API host" })).toHaveLength(5);
  });

  test("are folded when they are more", async () => {
    show({ hosts: hosts(6) });
    expect(await opened()).toEqual([]);
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.queryByRole("checkbox")).toBeNull();
  });

  test("are open among many where something is typed and not saved, or a test is on", async () => {
    const all = hosts(8);
    const nothing = { kind: "nothing", why: "asked" } as const;
    const testMode = { kind: "no_token", sinceMs: 0, untilMs: Date.now() + 60_000, sends: nothing } as const;
    all[6] = host(pattern(7), {}, { attaching: "test_mode", testMode });
    const { id: hostId, seq: _seq, ...content } = all[2]!.host;
    const draft = { kind: "apiHost", id: hostId, hostId, host: content, page: "https://docs", updatedAtMs: 1 } as const;
    show({ hosts: all, hostDrafts: [draft] });
    expect(await opened()).toEqual([3, 7]);
    expect((await row(3)).getByRole<HTMLInputElement>("textbox", { name: "Page" }).value).toBe("https://docs");
  });
});

describe("a folded API host", () => {
  test("says how it stands, and is switched and given another profile without being opened", async () => {
    const transport = show({ hosts: hosts(6) });
    const inside = await row(2);
    expect(inside.getByRole("heading", { name: pattern(2) })).toBeTruthy();
    expect(inside.getByText("Requests carry the token of Alice.")).toBeTruthy();
    fireEvent.change(inside.getByRole("combobox", { name: "Authentication type" }), { target: { value: "bob" } });
    expect(transport.sentOf("saveHost").at(-1)?.["host"]).toEqual({ id: `host-${pattern(2)}`, profileId: "bob" });
    fireEvent.click(inside.getByRole("switch", { name: "On" }));
    expect(transport.sentOf("saveHost").at(-1)?.["host"]).toEqual({ id: `host-${pattern(2)}`, enabled: false });
    expect(await opened()).toEqual([]);
  });

  test("has the button that mends it", async () => {
    const missing = { origins: ["https://api-1.example.com/*"], permissions: [] };
    const all = [host(pattern(1), {}, { attaching: "no_permission", missing }), ...hosts(6).slice(1)];
    const transport = show({ hosts: all });
    fireEvent.click((await row(1)).getByRole("button", { name: "Allow access" }));
    expect(transport.asked).toEqual([missing]);
  });

  test("opens and folds by its button, which keeps the focus", async () => {
    show({ hosts: hosts(6) });
    const button = await foldButton(4);
    button.focus();
    fireEvent.click(button);
    await waitFor(async () => expect(await opened()).toEqual([4]));
    expect(document.activeElement).toBe(button);
    expect((await row(4)).getByRole("button", { name: "Delete" })).toBeTruthy();
    expect((await row(4)).getAllByRole("combobox", { name: "Authentication type" })).toHaveLength(1);
    fireEvent.click(button);
    await waitFor(async () => expect(await opened()).toEqual([]));
    expect(document.activeElement).toBe(button);
  });

  test("keeps what was typed into it, and says that it is not saved", async () => {
    show({ hosts: hosts(6) });
    const button = await foldButton(1);
    fireEvent.click(button);
    const page = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Page" });
    fireEvent.input(await page(), { target: { value: "docs" } });
    fireEvent.click(button);
    fireEvent.click(await (await row(1)).findByRole("button", { name: "Unsaved changes" }));
    expect((await page()).value).toBe("docs");
  });

  test("still says what is wrong with what was typed when it is opened again, and leaves the focus alone", async () => {
    show({ hosts: hosts(6) });
    const button = await foldButton(1);
    fireEvent.click(button);
    fireEvent.input(await screen.findByRole("textbox", { name: "Page" }), { target: { value: "docs" } });
    fireEvent.click(screen.getByRole("button", { name: "Add page" }));
    await screen.findByText(/“Page” is not an address/u);
    button.focus();
    fireEvent.click(button);
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Page" })).toBeNull());
    fireEvent.click(button);
    expect(await screen.findByText(/“Page” is not an address/u)).toBeTruthy();
    expect(document.activeElement).toBe(button);
  });

  test("opens when its Save fails, and the field that is wrong has the focus", async () => {
    const transport = show({ hosts: hosts(6) });
    const answer = transport.hold("saveHost");
    transport.fail("saveHost", { code: "invalid_field", field: "API host", problem: "duplicate" });
    const button = await foldButton(1);
    fireEvent.click(button);
    const address = () => screen.findByRole("textbox", { name: "API host" });
    fireEvent.input(await address(), { target: { value: pattern(2) } });
    fireEvent.click(await screen.findByRole("button", { name: "Save" }));
    fireEvent.click(button);
    await waitFor(async () => expect(await opened()).toEqual([]));
    answer();
    await waitFor(async () => expect(document.activeElement).toBe(await address()));
    expect((await address()).getAttribute("aria-invalid")).toBe("true");
  });

  test("has the focus on its own button once its test has been ended, and not in another that is open", async () => {
    const nothing = { kind: "nothing", why: "asked" } as const;
    const testMode = { kind: "no_token", sinceMs: 0, untilMs: Date.now() + 60_000, sends: nothing } as const;
    const running = host(pattern(6), {}, { attaching: "test_mode", testMode });
    const transport = show({ hosts: [...hosts(5), running] });
    for (const number of [2, 6]) fireEvent.click(await foldButton(number));
    await waitFor(async () => expect(await opened()).toEqual([2]));
    (await row(6)).getByRole("button", { name: "Back to normal" }).focus();
    transport.change({ hosts: hosts(6) });
    const button = await foldButton(6);
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  test("that an administrator manages says so and lets no profile be chosen", async () => {
    show({ hosts: [...hosts(6), host(pattern(9), { id: "managed-9" })] });
    const inside = await row(9);
    expect(inside.getByText("Managed by your administrator")).toBeTruthy();
    const choice = inside.getByRole("combobox", { name: "Authentication type" });
    expect(choice.closest("fieldset")?.disabled).toBe(true);
  });
});

describe("an API host stays open or folded as a person left it", () => {
  test("when another is added or deleted", async () => {
    const transport = show({ hosts: hosts(5) });
    fireEvent.click(await foldButton(2));
    transport.change({ hosts: hosts(6) });
    await row(6);
    expect(await opened()).toEqual([1, 3, 4, 5]);
    transport.change({ hosts: hosts(4) });
    await waitFor(() => expect(screen.queryByText(pattern(6))).toBeNull());
    expect(await opened()).toEqual([1, 3, 4]);
  });

  test("when one is deleted, after which the focus is on the next", async () => {
    const transport = show({ hosts: hosts(5) });
    fireEvent.click((await row(2)).getByRole("button", { name: "Delete" }));
    const dialog = await screen.findByRole("alertdialog");
    transport.change({ hosts: hosts(5).filter(({ host: { pattern: text } }) => text !== pattern(2)) });
    fireEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("listitem", { name: pattern(3) })));
    expect(await opened()).toEqual([1, 3, 4, 5]);
  });

  test("when the list is searched", async () => {
    show({ hosts: hosts(9) });
    fireEvent.click(await foldButton(2));
    const search = screen.getByRole("searchbox", { name: "Search API hosts" });
    fireEvent.input(search, { target: { value: "api-3" } });
    await waitFor(() => expect(screen.getAllByRole("heading", { level: 2 })).toHaveLength(1));
    fireEvent.input(search, { target: { value: "" } });
    await row(2);
    expect(await opened()).toEqual([2]);
  });

  test("but not when another page was shown", async () => {
    show({ hosts: hosts(6) });
    fireEvent.click(await foldButton(2));
    window.location.hash = "#/settings";
    await screen.findByRole("heading", { name: "Settings" });
    window.location.hash = "#/hosts";
    expect(await opened()).toEqual([]);
  });
});

test("an API host that was just added is open among many", async () => {
  const transport = show({ hosts: hosts(7) });
  fireEvent.click(await screen.findByRole("button", { name: "Add API host" }));
  const form = within(await screen.findByRole("form", { name: "New API host" }));
  const added = host(pattern(8), { id: "host-new" });
  transport.change({ hosts: [...hosts(7), added] });
  fireEvent.input(form.getByRole("textbox", { name: "API host" }), { target: { value: pattern(8) } });
  fireEvent.click(form.getByRole("button", { name: "Save" }));
  await waitFor(async () => expect(await opened()).toEqual([8]));
  const card = screen.getByRole("listitem", { name: pattern(8) });
  await waitFor(() => expect(document.activeElement).toBe(card));
});

test("many API hosts are accessible, folded and open", async () => {
  show({ hosts: hosts(9) });
  fireEvent.click(await foldButton(2));
  await waitFor(async () => expect(await opened()).toEqual([2]));
  await expectAccessible(document.body);
});

test("API hosts are found by the name of their profile too", async () => {
  const list = hosts(9);
  show({ hosts: [...list, host(pattern(10), { profileId: "bob" })] });
  fireEvent.input(await screen.findByRole("searchbox", { name: "Search API hosts" }), { target: { value: "bob" } });
  await screen.findByText("1 of 10");
  expect(screen.getByRole("listitem", { name: pattern(10) })).toBeTruthy();
});
