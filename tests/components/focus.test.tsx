// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { renderOptions, renderPopup } from "./support/render.tsx";
import { host, profile, snapshot, validProfile } from "./support/samples.ts";

const ALICE = validProfile("alice", "Alice");
const DOCS_API = host("https://api.example.com", { callingPages: ["https://docs.example.com"] });
const NOTHING = { kind: "nothing", why: "asked" } as const;

/** As a person does: the focus is on what is pressed. */
function press(button: HTMLElement): void {
  button.focus();
  fireEvent.click(button);
}

async function buttonOf(item: string, name: string): Promise<HTMLElement> {
  return within(await screen.findByRole("listitem", { name: item })).getByRole("button", { name });
}

async function dialog() {
  return within(await screen.findByRole("alertdialog"));
}

describe("a dialog gives the focus back", () => {
  test("to the button that opened it, on Cancel", async () => {
    renderOptions(new FakeTransport(snapshot({ profiles: [ALICE] })), "#/oauths");
    const opener = await buttonOf("Alice", "Delete");
    press(opener);
    press((await dialog()).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(document.activeElement).toBe(opener);
  });

  test("on Escape", async () => {
    renderOptions(new FakeTransport(snapshot({ hosts: [host("https://api.example.com")] })), "#/hosts");
    const opener = await buttonOf("https://api.example.com", "Delete");
    press(opener);
    (await dialog()).getByRole("button", { name: "Cancel" }).focus();
    fireEvent(screen.getByRole("alertdialog"), new Event("cancel", { cancelable: true }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(document.activeElement).toBe(opener);
  });

  test("in the settings", async () => {
    renderOptions(new FakeTransport(snapshot()), "#/settings");
    const opener = await screen.findByRole("button", { name: /^Reset/u });
    press(opener);
    press((await dialog()).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(document.activeElement).toBe(opener));
  });

  test("to the card's first button when the one that opened it went", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [ALICE] }));
    renderOptions(transport, "#/oauths");
    press(await buttonOf("Alice", "Forget token"));
    press((await dialog()).getByRole("button", { name: "Forget token" }));
    transport.change({ profiles: [profile("alice", "Alice")] });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Forget token" })).toBeNull());
    const edit = await buttonOf("Alice", "Edit");
    await waitFor(() => expect(document.activeElement).toBe(edit));
  });
});

describe("the focus is not lost", () => {
  test("when a passphrase was set", async () => {
    const transport = new FakeTransport(snapshot());
    renderOptions(transport, "#/settings");
    press(await screen.findByRole("button", { name: "Set a passphrase" }));
    for (const label of ["New passphrase", "Repeat passphrase"]) {
      const field = await screen.findByLabelText(label, { selector: "input" });
      fireEvent.input(field, { target: { value: "correct horse battery" } });
    }
    press(screen.getByRole("button", { name: "Set a passphrase" }));
    await screen.findByText("Passphrase set");
    transport.change({ vault: "unlocked" });
    const lock = await screen.findByRole("button", { name: "Lock now" });
    await waitFor(() => expect(document.activeElement).toBe(lock));
  });

  test("after Lock now: it is in the Passphrase box", async () => {
    const transport = new FakeTransport(snapshot({ vault: "unlocked" }));
    renderOptions(transport, "#/settings");
    press(await screen.findByRole("button", { name: "Lock now" }));
    transport.change({ vault: "locked" });
    const box = await screen.findByLabelText("Passphrase", { selector: "input" });
    await waitFor(() => expect(document.activeElement).toBe(box));
  });

  test("after Unlock in the popup: it is on the first control", async () => {
    const transport = new FakeTransport(snapshot({ vault: "locked" }));
    transport.tabInFront = "chrome://extensions";
    renderPopup(transport);
    const box = await screen.findByLabelText("Passphrase", { selector: "input" });
    await waitFor(() => expect(document.activeElement).toBe(box));
    transport.change({ vault: "unlocked", profiles: [ALICE] });
    const first = await buttonOf("Alice", "Renew");
    await waitFor(() => expect(document.activeElement).toBe(first));
  });

  test("after Unlock in the popup: it is on no select, which an arrow key would change", async () => {
    const transport = new FakeTransport(snapshot({ vault: "locked" }));
    renderPopup(transport);
    const box = await screen.findByLabelText("Passphrase", { selector: "input" });
    await waitFor(() => expect(document.activeElement).toBe(box));
    transport.change({ vault: "unlocked", profiles: [ALICE], hosts: [DOCS_API] });
    const tests = (await screen.findByText("Tests that should fail")).closest("summary");
    await waitFor(() => expect(document.activeElement).toBe(tests));
  });

  test.each(["popup", "#/hosts"])("when a test starts, and when it ends: %s", async (page) => {
    const transport = new FakeTransport(snapshot({ profiles: [ALICE], hosts: [DOCS_API] }));
    if (page === "popup") renderPopup(transport);
    else renderOptions(transport, page);
    press(await screen.findByText("Tests that should fail"));
    press(screen.getByRole("button", { name: "Start test" }));
    const testMode = { kind: "no_token", sinceMs: 0, untilMs: Date.now() + 60_000, sends: NOTHING } as const;
    transport.change({ hosts: [{ ...DOCS_API, attaching: "test_mode", testMode }] });
    const end = await screen.findByRole("button", { name: "Back to normal" });
    await waitFor(() => expect(document.activeElement).toBe(end));
    transport.change({ hosts: [DOCS_API] });
    const tests = (await screen.findByText("Tests that should fail")).closest("summary");
    await waitFor(() => expect(document.activeElement).toBe(tests));
  });

  test("after Cancel of a sign-in: it is on Authorize", async () => {
    const signingIn = profile("bob", "Bob", {
      status: { kind: "authorizing", step: "authorization", sinceMs: Date.now() },
    });
    const transport = new FakeTransport(snapshot({ profiles: [signingIn] }));
    renderOptions(transport, "#/oauths");
    press(await buttonOf("Bob", "Cancel"));
    transport.change({ profiles: [profile("bob", "Bob")] });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull());
    const authorize = await buttonOf("Bob", "Authorize");
    await waitFor(() => expect(document.activeElement).toBe(authorize));
  });

  test.each(["#/oauths", "#/hosts"])("when the only one of %s is deleted: it is on the heading", async (page) => {
    const transport = new FakeTransport(snapshot(page === "#/oauths" ? { profiles: [ALICE] } : { hosts: [DOCS_API] }));
    renderOptions(transport, page);
    press(await screen.findByRole("button", { name: "Delete" }));
    transport.snapshot = { ...transport.snapshot, profiles: [], hosts: [] };
    press((await dialog()).getByRole("button", { name: /^Delete/u }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Delete" })).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 })));
  });

  test("when two are deleted at once: it is on what is left", async () => {
    const transport = new FakeTransport(
      snapshot({ profiles: [ALICE, profile("bob", "Bob"), profile("carol", "Carol")] }),
    );
    renderOptions(transport, "#/oauths");
    const release = transport.hold("deleteProfile");
    for (const name of ["Carol", "Bob"]) {
      press(await buttonOf(name, "Delete"));
      press((await dialog()).getByRole("button", { name: /^Delete/u }));
    }
    transport.snapshot = { ...transport.snapshot, profiles: [ALICE] };
    release();
    await waitFor(() => expect(screen.queryByRole("listitem", { name: "Carol" })).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("listitem", { name: "Alice" })));
  });

  test("but not moved for who has left what went", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [ALICE, profile("bob", "Bob")] }));
    renderOptions(transport, "#/oauths");
    (await buttonOf("Alice", "Forget token")).focus();
    const other = await buttonOf("Bob", "Authorize");
    other.focus();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    transport.change({ profiles: [profile("alice", "Alice"), profile("bob", "Bob")] });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Forget token" })).toBeNull());
    await vi.runAllTimersAsync();
    expect(document.activeElement).toBe(other);
  });
});
