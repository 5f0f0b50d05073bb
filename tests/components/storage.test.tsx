// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { snapshot, validProfile } from "./support/samples.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  ["storage_newer", "Made by a newer version"],
  ["storage_corrupt", "The stored data is damaged"],
  ["storage_failed", "The stored data can't be opened"],
] as const)("stored data with %s", (code, title) => {
  test("is told in place of every page, with Export and Reset", async () => {
    const { container } = renderOptions(new FakeTransport(snapshot({ storageProblem: { code } })), "#/oauths");
    await screen.findByRole("heading", { name: title });
    expect(screen.getByRole("alert").textContent).toContain("no request carries a token");
    expect(screen.queryByRole("button", { name: "Add OAuth" })).toBeNull();
    expect(screen.getByRole("button", { name: "Export" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Reset" })).toBeTruthy();
    await expectAccessible(container);
  });

  test("is told by the popup, which leads to both", async () => {
    const transport = new FakeTransport(snapshot({ storageProblem: { code } }));
    const { container } = renderPopup(transport);
    await screen.findByRole("heading", { name: title });
    fireEvent.click(screen.getByRole("button", { name: "Export or reset" }));
    expect(transport.opened).toEqual(["#/settings"]);
    const asked = transport.sentOf("getSnapshot").length;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(transport.sentOf("getSnapshot").length).toBe(asked + 1);
    await expectAccessible(container);
  });
});

test("a readable copy is what the worker can read, as a file", async () => {
  const transport = new FakeTransport(snapshot());
  vi.spyOn(transport, "send").mockImplementation(async (command) => {
    const result = command === "exportReadable" ? '{"format":"bearer-bar-readable"}' : null;
    return { ok: true, result, snapshot: transport.snapshot } as never;
  });
  const blobs: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return "blob:export";
  });
  const clicked: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(`${this.download} ${this.href}`);
  });
  renderOptions(transport, "#/settings");
  fireEvent.click(await screen.findByRole("button", { name: "Save a readable copy" }));
  expect(screen.getAllByRole("button", { name: /export/iu }).map(({ textContent }) => textContent)).toEqual([
    "Export to a file",
  ]);
  await waitFor(() => expect(clicked).toHaveLength(1));
  expect(clicked[0]).toMatch(/^bearer-bar-\d{4}-\d\d-\d\d\.json blob:export$/u);
  expect(await blobs[0]?.text()).toBe('{"format":"bearer-bar-readable"}');
});

test("Reset asks first, and deletes nothing when that is canceled", async () => {
  const transport = new FakeTransport(snapshot());
  renderOptions(transport, "#/settings");
  fireEvent.click(await screen.findByRole("button", { name: "Reset" }));
  const dialog = within(await screen.findByRole("alertdialog", { name: "Delete everything?" }));
  fireEvent.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(transport.sentOf("resetStorage")).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Reset" }));
  fireEvent.click(await screen.findByRole("button", { name: "Delete everything" }));
  expect(transport.sentOf("resetStorage")).toEqual([{}]);
  await screen.findByText("Everything was deleted");
});

describe("notes", () => {
  test("say once that the stored profiles are gone", async () => {
    const transport = new FakeTransport(snapshot({ storageNotes: [{ kind: "lost" }] }));
    renderPopup(transport);
    const note = await screen.findByRole("alert");
    expect(note.textContent).toContain("Your stored profiles are gone");
    fireEvent.click(within(note).getByRole("button", { name: "OK" }));
    expect(transport.sentOf("dismissStorageLost")).toEqual([{}]);
  });

  test("name the profile whose secrets can't be read, and offer to enter them again or delete it", async () => {
    const transport = new FakeTransport(
      snapshot({
        profiles: [validProfile("alice", "Alice")],
        storageNotes: [{ kind: "damaged", what: "secrets", id: "alice", name: "Alice" }],
      }),
    );
    const { container } = renderPopup(transport);
    const note = await screen.findByRole("alert");
    expect(note.textContent).toContain("The secrets of “Alice”");
    await expectAccessible(container);
    fireEvent.click(within(note).getByRole("button", { name: "Edit profile" }));
    expect(transport.opened).toEqual(["#/oauths/alice"]);
    fireEvent.click(within(note).getByRole("button", { name: "Delete profile" }));
    const dialog = within(await screen.findByRole("alertdialog", { name: "Delete Alice?" }));
    fireEvent.click(dialog.getByRole("button", { name: "Delete profile" }));
    expect(transport.sentOf("deleteDamaged")).toEqual([{ what: "secrets", id: "alice" }]);
  });

  test.each([
    ["token", "Forget token"],
    ["host", "Delete it"],
    ["form", "Discard"],
    ["settings", "Use the defaults"],
  ] as const)("offer to do without a damaged %s", async (what, name) => {
    const transport = new FakeTransport(
      snapshot({ storageNotes: [{ kind: "damaged", what, id: "x", name: undefined }] }),
    );
    renderOptions(transport, "#/oauths");
    fireEvent.click(await screen.findByRole("button", { name }));
    expect(transport.sentOf("deleteDamaged")).toEqual([{ what, id: "x" }]);
  });

  test("tell of a write that failed for as long as it is so", async () => {
    const error = { code: "storage_failed" } as const;
    const transport = new FakeTransport(snapshot({ storageNotes: [{ kind: "write_failed", error }] }));
    renderPopup(transport);
    expect((await screen.findByRole("alert")).textContent).toContain("could not write to its disk");
    transport.change({ storageNotes: [] });
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });
});
