import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { newProfile } from "../../lib/domain/profile.ts";
import { shownDeletions } from "../../components/models/undo-actions.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { deletion, profile, snapshot } from "./support/samples.ts";

const MINUTE = 60_000;

function withDeletions(): FakeTransport {
  const deleted = [deletion("bob", "Bob"), deletion("h", "https://api.example.com", { kind: "host" })];
  return new FakeTransport(snapshot({ profiles: [profile("alice", "Alice")], deleted }));
}

test("a deletion is said with Undo, which brings it back and says so", async () => {
  const transport = withDeletions();
  const { container } = renderOptions(transport, "#/oauths");
  expect(await screen.findByText("Deleted: Bob")).toBeTruthy();
  expect(screen.getByText("Deleted: https://api.example.com")).toBeTruthy();
  await expectAccessible(container);
  fireEvent.click(screen.getByRole("button", { name: "Undo: Bob" }));
  expect(await screen.findByText("Back again: Bob")).toBeTruthy();
  expect(transport.sentOf("undoDelete")).toEqual([{ id: "bob" }]);
});

test("a deletion is final once its notice is dismissed", async () => {
  const transport = withDeletions();
  renderOptions(transport, "#/oauths");
  fireEvent.click(await screen.findByRole("button", { name: "Dismiss: Bob" }));
  expect(transport.sentOf("finishDelete")).toEqual([{ id: "bob" }]);
});

test("what can't be undone any more says why", async () => {
  const transport = withDeletions();
  transport.fail("undoDelete", { code: "invalid_field", field: "API host", problem: "duplicate" });
  renderOptions(transport, "#/hosts");
  fireEvent.click(await screen.findByRole("button", { name: "Undo: https://api.example.com" }));
  expect((await screen.findByRole("alert")).textContent).toContain("“API host” is taken.");
});

test("the notice goes after some minutes, and not while the focus is on it", async () => {
  const deleted = [deletion("bob", "Bob", { untilMs: Date.now() + 10 * MINUTE + 700 })];
  const transport = new FakeTransport(snapshot({ profiles: [profile("alice", "Alice")], deleted }));
  renderOptions(transport, "#/oauths");
  const undo = await screen.findByRole("button", { name: "Undo: Bob" });
  undo.focus();
  expect(shownDeletions(deleted, Date.now() + MINUTE, false)).toEqual([]);
  expect(shownDeletions(deleted, Date.now() + MINUTE, true)).toEqual(deleted);
  expect(shownDeletions(deleted, Date.now() + 11 * MINUTE, true)).toEqual([]);
  fireEvent.focusIn(undo);
  transport.change({ deleted: [deletion("bob", "Bob", { untilMs: Date.now() + 9 * MINUTE })] });
  await waitFor(() => expect(transport.sentOf("getSnapshot").length).toBeGreaterThan(1));
  expect(screen.getByRole("button", { name: "Undo: Bob" })).toBe(undo);
  undo.blur();
  fireEvent.focusOut(undo);
  await waitFor(() => expect(screen.queryByRole("button", { name: "Undo: Bob" })).toBeNull());
});

test("of many deletions the newest three are shown, and an older one once one of them is gone", async () => {
  const deleted = [4, 1, 2, 3].map((at) =>
    deletion(`p${at}`, `P${at}`, { untilMs: Date.now() + (14 + at / 60) * MINUTE }),
  );
  const transport = new FakeTransport(snapshot({ deleted }));
  renderOptions(transport, "#/oauths");
  await screen.findByText("Deleted: P4");
  const shown = (): unknown => screen.getAllByText(/^Deleted: /u).map((note) => note.textContent);
  expect(shown()).toEqual(["Deleted: P2", "Deleted: P3", "Deleted: P4"]);
  transport.change({ deleted: deleted.filter(({ id }) => id !== "p3") });
  await waitFor(() => expect(shown()).toEqual(["Deleted: P1", "Deleted: P2", "Deleted: P4"]));
});

test.each([
  ["new", "", "Unsaved changes discarded: Add OAuth", "Add OAuth"],
  ["alice", "Alice", "Unsaved changes discarded: Alice", "Edit Alice"],
])("what was typed into a form and discarded is back with Undo, in its form: %s", async (id, name, words, heading) => {
  const transport = new FakeTransport(
    snapshot({ profiles: [profile("alice", "Alice")], deleted: [deletion(id, name, { kind: "profileDraft" })] }),
  );
  transport.profiles.set("alice", newProfile("alice", 1));
  renderOptions(transport, "#/oauths");
  expect(await screen.findByText(words)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /^Undo: / }));
  expect(await screen.findByRole("heading", { name: heading })).toBeTruthy();
});
