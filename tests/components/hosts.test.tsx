// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { PermissionSet } from "../../lib/domain/permission-set.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { deletion, host, profile, snapshot, validProfile } from "./support/samples.ts";

const PATTERN = "https://api.example.com";
const ATTACHING = ["webRequest"] as const;

function withHost(change: Parameters<typeof host>[1] = {}, summary: Parameters<typeof host>[2] = {}): FakeTransport {
  return new FakeTransport(
    snapshot({
      profiles: [validProfile("alice", "Alice"), profile("bob", "Bob")],
      hosts: [host(PATTERN, change, summary)],
    }),
  );
}

function card(): Promise<HTMLElement> {
  return screen.findByRole("listitem", { name: PATTERN });
}

function lastSaved(transport: FakeTransport): unknown {
  return transport.sentOf("saveHost").at(-1)?.["host"];
}

async function newHostForm() {
  return within(await screen.findByRole("form", { name: "New API host" }));
}

describe("an API host's card", () => {
  test("says in words what is attached now", async () => {
    renderOptions(withHost(), "#/hosts");
    expect(within(await card()).getByText("Requests carry the token of Alice.")).toBeTruthy();
  });

  test("tells all of the chosen profile's name, and goes on in the next line after a separator of its address", async () => {
    renderOptions(withHost(), "#/hosts");
    const choice = within(await card()).getByRole("combobox", { name: "Authentication type" });
    expect(choice.title).toBe("Alice");
    const breaks = (await card()).querySelectorAll("h2 wbr");
    expect(Array.from(breaks, ({ nextSibling }) => nextSibling?.textContent)).toEqual(["/", "api.", "example.", "com"]);
  });

  test("folds by a click on its name, of which a part can be selected", async () => {
    renderOptions(withHost(), "#/hosts");
    const name = within(await card()).getByRole("heading", { name: PATTERN });
    const isOpen = () => screen.getByRole("button", { name: `Edit ${PATTERN}` }).getAttribute("aria-expanded");
    fireEvent.click(name, { detail: 1 });
    await waitFor(() => expect(isOpen()).toBe("false"));
    fireEvent.click(name, { detail: 2 });
    getSelection()?.selectAllChildren(name);
    fireEvent.click(name, { detail: 1 });
    expect(isOpen()).toBe("false");
    getSelection()?.removeAllRanges();
    fireEvent.click(name, { detail: 1 });
    await waitFor(() => expect(isOpen()).toBe("true"));
  });

  test("keeps every choice at once", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    fireEvent.change(inside.getByRole("combobox", { name: "Authentication type" }), { target: { value: "bob" } });
    expect(lastSaved(transport)).toMatchObject({ id: `host-${PATTERN}`, profileId: "bob" });
    expect(lastSaved(transport)).not.toHaveProperty("seq");
    fireEvent.click(inside.getByRole("switch", { name: "On" }));
    expect(lastSaved(transport)).toMatchObject({ enabled: false });
    fireEvent.click(inside.getByRole("checkbox", { name: "Attach on page loads (GET)" }));
    expect(lastSaved(transport)).toMatchObject({ pageLoads: false });
    expect(transport.asked).toEqual([]);
  });

  test("WebSocket connections ask for their own pattern in the same click", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    fireEvent.click(within(await card()).getByRole("checkbox", { name: "Attach on WebSocket connections" }));
    expect(lastSaved(transport)).toMatchObject({ webSockets: true });
    expect(transport.asked[0]?.origins).toContain("wss://api.example.com/*");
  });

  test("a page is added by its origin, and asked for in the same click", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    fireEvent.input(inside.getByRole("textbox", { name: "Page" }), {
      target: { value: "https://docs.example.com/reference#x" },
    });
    const said = "The path doesn't count: every page of https://docs.example.com may call it.";
    expect((await inside.findByRole("textbox", { name: "Page", description: said })).isConnected).toBe(true);
    fireEvent.click(inside.getByRole("button", { name: "Add page" }));
    expect(lastSaved(transport)).toEqual({ id: "host-https://api.example.com", addedPage: "https://docs.example.com" });
    expect(transport.asked).toEqual([{ origins: ["https://docs.example.com/*"], permissions: [] }]);
    await waitFor(() => expect(inside.getByRole<HTMLInputElement>("textbox", { name: "Page" }).value).toBe(""));
    expect(inside.getByText(said)).toBeTruthy();
    fireEvent.input(inside.getByRole("textbox", { name: "Page" }), { target: { value: "https://a.example.com" } });
    await waitFor(() => expect(inside.queryByText(/^The path/u)).toBeNull());
  });

  test("what is no page is refused, marked, and stays as typed", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    const box = inside.getByRole<HTMLInputElement>("textbox", { name: "Page" });
    fireEvent.input(box, { target: { value: "docs" } });
    fireEvent.keyDown(box, { key: "Enter" });
    await waitFor(() => expect(box.getAttribute("aria-invalid")).toBe("true"));
    expect(inside.getByRole("alert").textContent).toContain("“Page” is not an address");
    expect(box.value).toBe("docs");
    expect(transport.sentOf("saveHost")).toEqual([]);
  });

  test("a page is removed by name", async () => {
    const transport = withHost({ callingPages: ["https://a.example.com", "https://b.example.com"] });
    renderOptions(transport, "#/hosts");
    const list = within(await card()).getByRole("list", { name: "Pages that may call it" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(2);
    fireEvent.click(within(list).getByRole("button", { name: "Remove https://a.example.com" }));
    expect(lastSaved(transport)).toEqual({ id: "host-https://api.example.com", removedPage: "https://a.example.com" });
  });

  test("a typed address survives snapshots, is saved on its own and can be taken back", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    const box = inside.getByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(box, { target: { value: "https://api.example.net" } });
    transport.change({});
    await inside.findByRole("button", { name: "Save" });
    expect(box.value).toBe("https://api.example.net");
    fireEvent.click(inside.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(box.value).toBe(PATTERN));
    fireEvent.input(box, { target: { value: "https://api.example.net" } });
    fireEvent.click(await inside.findByRole("button", { name: "Save" }));
    expect(lastSaved(transport)).toMatchObject({ pattern: "https://api.example.net" });
    expect(transport.asked).toEqual([{ origins: ["https://api.example.net/*"], permissions: ATTACHING }]);
  });

  test("for a changed address the browser is not asked for what the old one lacked", async () => {
    const missing: PermissionSet = { origins: ["https://api.example.com/*"], permissions: [] };
    const transport = withHost({}, { attaching: "no_permission", missing });
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    fireEvent.input(inside.getByRole("textbox", { name: "API host" }), {
      target: { value: "https://api.example.net" },
    });
    fireEvent.click(await inside.findByRole("button", { name: "Save" }));
    expect(transport.asked).toEqual([{ origins: ["https://api.example.net/*"], permissions: ATTACHING }]);
  });

  test("Save of a changed address takes over the page that is typed and not added yet", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    const page = inside.getByRole<HTMLInputElement>("textbox", { name: "Page" });
    fireEvent.input(page, { target: { value: "docs.example.com/reference" } });
    fireEvent.input(inside.getByRole("textbox", { name: "API host" }), {
      target: { value: "https://api.example.net" },
    });
    fireEvent.click(await inside.findByRole("button", { name: "Save" }));
    expect(lastSaved(transport)).toMatchObject({
      pattern: "https://api.example.net",
      addedPage: "https://docs.example.com",
    });
    expect(transport.asked[0]?.origins.toSorted()).toEqual(["https://api.example.net/*", "https://docs.example.com/*"]);
    await waitFor(() => expect(page.value).toBe(""));
    await waitFor(() => expect(transport.sentOf("keepHostForm").at(-1)).toMatchObject({ page: "" }));
  });

  test("Save of a changed address saves nothing while what is typed is no page", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const inside = within(await card());
    const page = inside.getByRole<HTMLInputElement>("textbox", { name: "Page" });
    fireEvent.input(page, { target: { value: "docs" } });
    const address = inside.getByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(address, { target: { value: "https://api.example.net" } });
    fireEvent.click(await inside.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(page.getAttribute("aria-invalid")).toBe("true"));
    await waitFor(() => expect(document.activeElement).toBe(page));
    expect(transport.sentOf("saveHost")).toEqual([]);
    expect([page.value, address.value]).toEqual(["docs", "https://api.example.net"]);
  });

  test("missing access is mended by one button", async () => {
    const missing: PermissionSet = { origins: ["https://api.example.com/*"], permissions: [] };
    const transport = withHost({}, { attaching: "no_permission", missing });
    renderOptions(transport, "#/hosts");
    fireEvent.click(within(await card()).getByRole("button", { name: "Allow access" }));
    expect(transport.asked).toEqual([missing]);
  });

  test("Delete asks first", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    fireEvent.click(within(await card()).getByRole("button", { name: "Delete" }));
    const dialog = await screen.findByRole("alertdialog", { name: `Delete ${PATTERN}?` });
    expect(transport.sentOf("deleteHost")).toEqual([]);
    transport.change({ deleted: [{ ...deletion("h", PATTERN), kind: "host" }] });
    fireEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText(`Deleted: ${PATTERN}`)).toBeTruthy();
    expect(transport.sentOf("deleteHost")).toEqual([{ hostId: `host-${PATTERN}` }]);
  });
});

test("a card completes addresses that are typed without a scheme", async () => {
  const transport = withHost();
  renderOptions(transport, "#/hosts");
  const inside = within(await card());
  const page = inside.getByRole<HTMLInputElement>("textbox", { name: "Page" });
  fireEvent.input(page, { target: { value: "docs.example.com/reference" } });
  fireEvent.click(inside.getByRole("button", { name: "Add page" }));
  await waitFor(() =>
    expect(transport.sentOf("saveHost")).toMatchObject([{ host: { addedPage: "https://docs.example.com" } }]),
  );
  const address = inside.getByRole<HTMLInputElement>("textbox", { name: "API host" });
  fireEvent.input(address, { target: { value: "127.0.0.1:9000" } });
  fireEvent.blur(address);
  await waitFor(() => expect(address.value).toBe("http://127.0.0.1:9000"));
});

describe("a new API host", () => {
  test("is saved and asked for in the same click", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    fireEvent.click(await screen.findByRole("button", { name: "Add API host" }));
    const inside = await newHostForm();
    const box = inside.getByRole("textbox", { name: "API host" });
    await waitFor(() => expect(document.activeElement).toBe(box));
    fireEvent.input(box, { target: { value: "https://new.example.com" } });
    fireEvent.change(inside.getByRole("combobox", { name: "Authentication type" }), { target: { value: "bob" } });
    fireEvent.input(inside.getByRole("textbox", { name: "Page" }), { target: { value: "https://docs.example.com" } });
    transport.log.length = 0;
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    expect(transport.log).toEqual(["saveHost", "prompt"]);
    expect(lastSaved(transport)).toEqual({
      id: null,
      pattern: "https://new.example.com",
      profileId: "bob",
      callingPages: ["https://docs.example.com"],
      pageLoads: true,
      webSockets: false,
      enabled: true,
    });
    expect(transport.asked).toEqual([
      { origins: ["https://new.example.com/*", "https://docs.example.com/*"], permissions: ATTACHING },
    ]);
    expect(await screen.findByText("Saved: https://new.example.com")).toBeTruthy();
    expect(window.location.hash).toBe("#/hosts");
  });

  test("is in view once it is saved, wherever the list has it", async () => {
    const hosts = ["https://first.example.com", "https://new.example.com"].map((pattern) => host(pattern));
    const added = hosts.map((one, index) => (index === 1 ? { ...one, host: { ...one.host, id: "host-new" } } : one));
    renderOptions(new FakeTransport(snapshot({ hosts: added })), "#/hosts/new");
    const inside = within(await screen.findByRole("form", { name: "New API host" }));
    fireEvent.input(inside.getByRole("textbox", { name: "API host" }), { target: { value: "new.example.com" } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    const card = await screen.findByRole("listitem", { name: "https://new.example.com" });
    await waitFor(() => expect(document.activeElement).toBe(card));
  });

  test("that is no address is refused before the browser asks for anything", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts/new");
    const inside = await newHostForm();
    const box = inside.getByRole("textbox", { name: "API host" });
    fireEvent.input(box, { target: { value: "https://*.com" } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(box.getAttribute("aria-invalid")).toBe("true"));
    expect(inside.getByRole("alert").textContent).toContain("“API host” is not an API's address");
    await waitFor(() => expect(document.activeElement).toBe(box));
    expect(transport.asked).toEqual([]);
    expect(transport.sentOf("saveHost")).toEqual([]);
  });

  test("takes the only profile there is", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice")] }));
    renderOptions(transport, "#/hosts/new");
    const inside = await newHostForm();
    const choice = inside.getByRole<HTMLSelectElement>("combobox", { name: "Authentication type" });
    expect(choice.value).toBe("alice");
    fireEvent.input(inside.getByRole("textbox", { name: "API host" }), { target: { value: PATTERN } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    expect(lastSaved(transport)).toMatchObject({ profileId: "alice" });
  });

  test("saved without an Authentication type says what is missing", async () => {
    renderOptions(withHost(), "#/hosts/new");
    const inside = await newHostForm();
    fireEvent.input(inside.getByRole("textbox", { name: "API host" }), {
      target: { value: "https://new.example.com" },
    });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved. Choose an Authentication type to send a token.")).toBeTruthy();
  });

  test("loses its error once the address is changed", async () => {
    renderOptions(withHost(), "#/hosts/new");
    const inside = await newHostForm();
    const address = inside.getByRole("textbox", { name: "API host" });
    fireEvent.input(address, { target: { value: "https://*.com" } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    await inside.findByRole("alert");
    fireEvent.input(address, { target: { value: "https://*.example.com" } });
    await waitFor(() => expect(inside.queryByRole("alert")).toBeNull());
  });

  test("marks address and page at once where both are wrong, and keeps what is left", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts/new");
    const inside = await newHostForm();
    const [address, page] = ["API host", "Page"].map((name) => inside.getByRole("textbox", { name }));
    fireEvent.input(page!, { target: { value: "not a page" } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(document.activeElement).toBe(address));
    expect([address, page].map((box) => box?.getAttribute("aria-invalid"))).toEqual(["true", "true"]);
    expect(inside.getByText("“API host” is empty. Fill it in.")).toBeTruthy();
    fireEvent.input(address!, { target: { value: "https://api.example.com" } });
    await waitFor(() => expect(address?.getAttribute("aria-invalid")).toBeNull());
    expect(page?.getAttribute("aria-invalid")).toBe("true");
    expect(transport.sentOf("saveHost")).toHaveLength(0);
  });

  test("completes addresses that are typed without a scheme, where the person sees it", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts/new");
    const inside = await newHostForm();
    const [address, page] = ["API host", "Page"].map((name) => inside.getByRole<HTMLInputElement>("textbox", { name }));
    fireEvent.input(page!, { target: { value: "localhost:8733" } });
    fireEvent.blur(page!);
    await waitFor(() => expect(page?.value).toBe("http://localhost:8733"));
    fireEvent.input(address!, { target: { value: "*.example.com/v1" } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(transport.sentOf("saveHost")).toMatchObject([
        { host: { pattern: "https://*.example.com/v1", callingPages: ["http://localhost:8733"] } },
      ]),
    );
    expect(transport.asked[0]?.origins).toContain("https://*.example.com/*");
  });

  test("comes with the page that led here", async () => {
    renderOptions(withHost(), "#/hosts/new?page=https%3A%2F%2Fdocs.example.com");
    const inside = await newHostForm();
    expect(inside.getByRole("button", { name: "Remove https://docs.example.com" })).toBeTruthy();
    fireEvent.click(inside.getByRole("button", { name: "Use docs.example.com" }));
    await waitFor(() =>
      expect(inside.getByRole<HTMLInputElement>("textbox", { name: "API host" }).value).toBe(
        "https://docs.example.com",
      ),
    );
  });

  test("that the worker refuses stays as typed and says why", async () => {
    const transport = withHost();
    transport.fail("saveHost", { code: "invalid_field", field: "API host", problem: "duplicate" });
    renderOptions(transport, "#/hosts/new");
    const inside = await newHostForm();
    const box = inside.getByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(box, { target: { value: PATTERN } });
    fireEvent.click(inside.getByRole("button", { name: "Save" }));
    expect((await inside.findByRole("alert")).textContent).toContain("“API host” is taken");
    expect(inside.getAllByText(/is taken/u)).toHaveLength(1);
    expect(box.value).toBe(PATTERN);
  });
});

test("a failure to save an API host that is no field's is said too", async () => {
  const transport = withHost();
  transport.fail("saveHost", { code: "storage_failed" });
  renderOptions(transport, "#/hosts/new");
  const inside = await newHostForm();
  fireEvent.input(inside.getByRole("textbox", { name: "API host" }), { target: { value: "https://new.example.com" } });
  fireEvent.click(inside.getByRole("button", { name: "Save" }));
  expect((await inside.findByRole("alert")).textContent).toContain("could not write to its disk");
});

test("API hosts are accessible, empty, full and with a new one", async () => {
  const empty = renderOptions(new FakeTransport(), "#/hosts");
  await screen.findByText("No API host yet");
  await expectAccessible(empty.container);
  empty.unmount();
  const full = renderOptions(withHost({ callingPages: ["https://docs.example.com"] }), "#/hosts/new");
  await card();
  await expectAccessible(full.container);
});

describe("what is typed and not saved", () => {
  async function leaveAndComeBack(hash: string): Promise<void> {
    window.location.hash = "#/settings";
    await screen.findByRole("heading", { name: "Settings" });
    window.location.hash = hash;
    await screen.findByRole("heading", { name: "API hosts" });
  }

  test("into a card is there again after another page, until it is canceled", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const address = () => screen.findByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(await address(), { target: { value: `${PATTERN}/v2` } });
    fireEvent.input(screen.getByRole("textbox", { name: "Page" }), { target: { value: "https://docs" } });
    await waitFor(() => expect(transport.snapshot.hostDrafts).toMatchObject([{ page: "https://docs" }]));
    await leaveAndComeBack("#/hosts");
    expect((await address()).value).toBe(`${PATTERN}/v2`);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Page" }).value).toBe("https://docs");
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(async () => expect((await address()).value).toBe(PATTERN));
    expect(transport.sentOf("keepHostForm").at(-1)).toMatchObject({ host: { pattern: "" }, page: "https://docs" });
  });

  test("is an address taken away: the card has none after another page, until that is canceled", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const address = () => screen.findByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(await address(), { target: { value: "" } });
    await waitFor(() => expect(transport.snapshot.hostDrafts).toHaveLength(1));
    await leaveAndComeBack("#/hosts");
    expect((await address()).value).toBe("");
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(async () => expect((await address()).value).toBe(PATTERN));
    await leaveAndComeBack("#/hosts");
    expect((await address()).value).toBe(PATTERN);
  });

  test("as a page leaves the card's address to follow what is saved elsewhere", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts");
    const address = () => screen.findByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(await address(), { target: { value: `${PATTERN}/v2` } });
    fireEvent.input(await address(), { target: { value: PATTERN } });
    fireEvent.input(screen.getByRole("textbox", { name: "Page" }), { target: { value: "https://docs" } });
    await waitFor(() => expect(transport.snapshot.hostDrafts).toMatchObject([{ page: "https://docs" }]));
    const [before] = transport.snapshot.hosts;
    const elsewhere = "https://elsewhere.example.com";
    transport.change({ hosts: [{ ...before!, host: { ...before!.host, pattern: elsewhere } }] });
    await waitFor(async () => expect((await address()).value).toBe(elsewhere));
    await leaveAndComeBack("#/hosts");
    expect((await address()).value).toBe(elsewhere);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Page" }).value).toBe("https://docs");
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
  });

  test("into a new one is told of in the list, and goes on with a note", async () => {
    const transport = withHost();
    const { container } = renderOptions(transport, "#/hosts/new");
    const form = await newHostForm();
    fireEvent.input(form.getByRole("textbox", { name: "API host" }), { target: { value: "https://typed.example" } });
    await waitFor(() => expect(transport.snapshot.hostDrafts).toHaveLength(1));
    await leaveAndComeBack("#/hosts");
    expect(screen.getByText("You began “https://typed.example” and did not save it.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Continue" }));
    const again = await newHostForm();
    expect(again.getByRole<HTMLInputElement>("textbox", { name: "API host" }).value).toBe("https://typed.example");
    expect(again.getByText("Restored what you had typed")).toBeTruthy();
    await expectAccessible(container);
    fireEvent.click(again.getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(again.getByRole<HTMLInputElement>("textbox", { name: "API host" }).value).toBe(""));
    expect(transport.sentOf("discardHostForm")).toHaveLength(1);
  });

  test("goes on with the page that it is to be called from now", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts/new");
    fireEvent.input((await newHostForm()).getByRole("textbox", { name: "API host" }), {
      target: { value: "https://typed.example" },
    });
    await waitFor(() => expect(transport.snapshot.hostDrafts).toHaveLength(1));
    window.location.hash = "#/hosts/new?page=https%3A%2F%2Fdocs.example.com";
    expect(await screen.findByRole("button", { name: "Remove https://docs.example.com" })).toBeTruthy();
    const address = (await newHostForm()).getByRole<HTMLInputElement>("textbox", { name: "API host" });
    expect(address.value).toBe("https://typed.example");
  });

  test("goes on with the profile that it is added for now, though another form was open before", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts/new?profile=alice");
    const choice = async () =>
      (await newHostForm()).getByRole<HTMLSelectElement>("combobox", { name: "Authentication type" });
    expect((await choice()).value).toBe("alice");
    fireEvent.input((await newHostForm()).getByRole("textbox", { name: "API host" }), {
      target: { value: "https://typed.example" },
    });
    await waitFor(() => expect(transport.snapshot.hostDrafts).toMatchObject([{ host: { profileId: "alice" } }]));
    window.location.hash = "#/hosts/new?profile=bob";
    await waitFor(async () => expect((await choice()).value).toBe("bob"));
    const address = (await newHostForm()).getByRole<HTMLInputElement>("textbox", { name: "API host" });
    expect(address.value).toBe("https://typed.example");
  });

  test("has what the address asked for, which does not ask again for what was taken away", async () => {
    const transport = withHost();
    const begun = "#/hosts/new?page=https%3A%2F%2Fdocs.example.com&profile=bob";
    const first = renderOptions(transport, begun);
    const form = await newHostForm();
    expect(window.location.hash).toBe(begun);
    fireEvent.input(form.getByRole("textbox", { name: "API host" }), { target: { value: "https://typed.example" } });
    fireEvent.click(form.getByRole("button", { name: "Remove https://docs.example.com" }));
    expect(window.location.hash).toBe("#/hosts/new");
    await waitFor(() =>
      expect(transport.snapshot.hostDrafts).toMatchObject([{ host: { callingPages: [], profileId: "bob" } }]),
    );
    first.unmount();
    renderOptions(transport, window.location.hash);
    const again = await newHostForm();
    expect(again.getByRole<HTMLInputElement>("textbox", { name: "API host" }).value).toBe("https://typed.example");
    expect(again.queryByRole("button", { name: "Remove https://docs.example.com" })).toBeNull();
  });

  test("takes the page that is asked for again, and the focus, though it is open and was typed into", async () => {
    const transport = withHost();
    const asked = "#/hosts/new?page=https%3A%2F%2Fdocs.example.com";
    renderOptions(transport, asked);
    const form = await newHostForm();
    const address = form.getByRole<HTMLInputElement>("textbox", { name: "API host" });
    fireEvent.input(address, { target: { value: "https://typed.example" } });
    fireEvent.click(form.getByRole("button", { name: "Remove https://docs.example.com" }));
    await waitFor(() => expect(transport.snapshot.hostDrafts).toMatchObject([{ host: { callingPages: [] } }]));
    address.blur();
    window.location.hash = asked;
    expect(await form.findByRole("button", { name: "Remove https://docs.example.com" })).toBeTruthy();
    expect(address.value).toBe("https://typed.example");
    expect(document.activeElement).toBe(address);
    await waitFor(() =>
      expect(transport.snapshot.hostDrafts).toMatchObject([
        { host: { pattern: "https://typed.example", callingPages: ["https://docs.example.com"] } },
      ]),
    );
  });

  test("is kept to its last letter before Cancel discards it, so that Undo brings all of it back", async () => {
    const transport = withHost();
    const answer = transport.hold("keepHostForm");
    renderOptions(transport, "#/hosts/new");
    const form = await newHostForm();
    const address = form.getByRole("textbox", { name: "API host" });
    fireEvent.input(address, { target: { value: "t" } });
    fireEvent.input(address, { target: { value: "typed" } });
    fireEvent.click(form.getByRole("button", { name: "Cancel" }));
    transport.log.length = 0;
    answer();
    await waitFor(() => expect(screen.queryByRole("form", { name: "New API host" })).toBeNull());
    expect(transport.log.filter((name) => name !== "getSnapshot")).toEqual(["keepHostForm", "discardHostForm"]);
    expect(transport.sentOf("keepHostForm").at(-1)).toMatchObject({ host: { pattern: "typed" } });
  });

  test("is forgotten on Cancel, which can be undone", async () => {
    const transport = withHost();
    renderOptions(transport, "#/hosts/new");
    fireEvent.input((await newHostForm()).getByRole("textbox", { name: "API host" }), { target: { value: "typed" } });
    fireEvent.click((await newHostForm()).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("form", { name: "New API host" })).toBeNull());
    expect(transport.sentOf("discardHostForm")).toHaveLength(1);
    transport.change({ deleted: [deletion("newHost", "typed", { kind: "hostDraft" })] });
    expect(await screen.findByText("Unsaved changes discarded: typed")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Undo: typed" }));
    expect(await newHostForm()).toBeTruthy();
  });
});
