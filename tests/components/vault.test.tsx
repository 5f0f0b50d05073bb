// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { profile, snapshot, validProfile } from "./support/samples.ts";

const LOCKED = snapshot({
  vault: "locked",
  profiles: [profile("alice", "Alice", { status: { kind: "locked" } })],
});

function passphraseField(): HTMLInputElement {
  return screen.getByLabelText<HTMLInputElement>("Passphrase", { selector: "input" });
}

function type(field: HTMLElement, text: string): void {
  fireEvent.input(field, { target: { value: text } });
}

describe("the popup while locked", () => {
  test("asks for the passphrase, says what locked means, and has the focus in the field", async () => {
    renderPopup(new FakeTransport(LOCKED));
    const panel = await screen.findByRole("region", { name: "Locked" });
    expect(panel.textContent).toContain("no request carries a token");
    await waitFor(() => expect(document.activeElement).toBe(passphraseField()));
    expect(passphraseField().type).toBe("password");
    expect(passphraseField().autocomplete).toBe("off");
    expect(screen.queryByRole("list", { name: "OAuth profiles" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Lock" })).toBeNull();
  });

  test("sends what was typed and shows the profiles once it is unlocked", async () => {
    const transport = new FakeTransport(LOCKED);
    renderPopup(transport);
    await screen.findByRole("region", { name: "Locked" });
    type(passphraseField(), "correct horse battery");
    fireEvent.click(screen.getByRole("button", { name: "Unlock" }));
    await waitFor(() => expect(transport.sentOf("unlock")).toEqual([{ passphrase: "correct horse battery" }]));
    transport.change({ vault: "unlocked", profiles: [validProfile("alice", "Alice")] });
    await screen.findByRole("listitem", { name: "Alice" });
    expect(screen.queryByRole("region", { name: "Locked" })).toBeNull();
    expect(screen.getByRole("button", { name: "Lock" })).toBeTruthy();
  });

  test("names the field in what is wrong, and sends no empty passphrase", async () => {
    const transport = new FakeTransport(LOCKED);
    transport.fail("unlock", { code: "wrong_passphrase" });
    const { container } = renderPopup(transport);
    await screen.findByRole("region", { name: "Locked" });
    fireEvent.click(screen.getByRole("button", { name: "Unlock" }));
    await screen.findByText("“Passphrase” is empty. Fill it in.");
    expect(transport.sentOf("unlock")).toEqual([]);
    type(passphraseField(), "wrong");
    fireEvent.click(screen.getByRole("button", { name: "Unlock" }));
    const error = await screen.findByText(/That is not the passphrase/u);
    expect(passphraseField().getAttribute("aria-invalid")).toBe("true");
    expect(passphraseField().getAttribute("aria-describedby")).toContain(error.id);
    await expectAccessible(container);
  });

  test("leads who has forgotten it to where everything can be reset", async () => {
    const transport = new FakeTransport(LOCKED);
    renderPopup(transport);
    fireEvent.click(await screen.findByText("Forgotten it?"));
    fireEvent.click(screen.getByRole("button", { name: "Open Settings" }));
    expect(transport.opened).toEqual(["#/settings"]);
  });

  test("is accessible", async () => {
    const { container } = renderPopup(new FakeTransport(LOCKED));
    await screen.findByRole("region", { name: "Locked" });
    await expectAccessible(container);
  });
});

test("the popup locks with one click, and only where there is a passphrase", async () => {
  const transport = new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice")] }));
  renderPopup(transport);
  await screen.findByRole("listitem", { name: "Alice" });
  expect(screen.queryByRole("button", { name: "Lock" })).toBeNull();
  transport.change({ vault: "unlocked" });
  fireEvent.click(await screen.findByRole("button", { name: "Lock" }));
  expect(transport.sentOf("lock")).toEqual([{}]);
});

test("every page of Manage OAuth asks for the passphrase while locked, and stays usable", async () => {
  renderOptions(new FakeTransport(LOCKED), "#/oauths");
  await screen.findByRole("region", { name: "Locked" });
  expect(screen.getByRole("listitem", { name: "Alice" })).toBeTruthy();
});

async function openSettings(transport: FakeTransport) {
  const result = renderOptions(transport, "#/settings");
  const section = await screen.findByRole("group", { name: "Passphrase" });
  return { ...result, section: within(section) };
}

describe("Passphrase in Settings", () => {
  test("says what one protects and what not, before one is set", async () => {
    const { section, container } = await openSettings(new FakeTransport(snapshot()));
    expect(section.getByText(/whoever copies the profile can open them/u).textContent).toContain(
      "doesn't help against",
    );
    fireEvent.click(section.getByRole("button", { name: "Set a passphrase" }));
    expect(section.getByText(/Nobody can recover a forgotten passphrase/u)).toBeTruthy();
    await expectAccessible(container);
  });

  test("sets one that was typed twice the same, and forgets what was typed", async () => {
    const transport = new FakeTransport(snapshot());
    const { section } = await openSettings(transport);
    fireEvent.click(section.getByRole("button", { name: "Set a passphrase" }));
    expect(document.activeElement).toBe(section.getByLabelText("New passphrase", { selector: "input" }));
    type(section.getByLabelText("New passphrase", { selector: "input" }), "correct horse battery");
    type(section.getByLabelText("Repeat passphrase", { selector: "input" }), "correct horse batery");
    fireEvent.click(section.getByRole("button", { name: "Set a passphrase" }));
    await section.findByText("The two passphrases differ. Type the new one again.");
    expect(transport.sentOf("setPassphrase")).toEqual([]);
    type(section.getByLabelText("Repeat passphrase", { selector: "input" }), "correct horse battery");
    fireEvent.click(section.getByRole("button", { name: "Set a passphrase" }));
    await waitFor(() => expect(transport.sentOf("setPassphrase")).toEqual([{ next: "correct horse battery" }]));
    await screen.findByText("Passphrase set");
    expect(section.queryByLabelText("New passphrase", { selector: "input" })).toBeNull();
  });

  test("says why one is refused, at its field", async () => {
    const transport = new FakeTransport(snapshot());
    transport.fail("setPassphrase", { code: "invalid_field", field: "New passphrase", problem: "too_short" });
    const { section, container } = await openSettings(transport);
    fireEvent.click(section.getByRole("button", { name: "Set a passphrase" }));
    type(section.getByLabelText("New passphrase", { selector: "input" }), "1234");
    type(section.getByLabelText("Repeat passphrase", { selector: "input" }), "1234");
    fireEvent.click(section.getByRole("button", { name: "Set a passphrase" }));
    await section.findByText(/“New passphrase” is too short/u);
    const field = section.getByLabelText("New passphrase", { selector: "input" });
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await waitFor(() => expect(document.activeElement).toBe(field));
    await expectAccessible(container);
  });

  test("changes and removes it with the current one, and says when that is wrong", async () => {
    const transport = new FakeTransport(snapshot({ vault: "unlocked" }));
    const { section } = await openSettings(transport);
    transport.fail("removePassphrase", { code: "wrong_passphrase" });
    fireEvent.click(section.getByRole("button", { name: "Remove passphrase" }));
    fireEvent.click(section.getByRole("button", { name: "Remove passphrase" }));
    await section.findByText("“Current passphrase” is empty. Fill it in.");
    type(section.getByLabelText("Current passphrase", { selector: "input" }), "wrong");
    fireEvent.click(section.getByRole("button", { name: "Remove passphrase" }));
    await section.findByText("That is not the current passphrase. Try again.");
    fireEvent.click(section.getByRole("button", { name: "Cancel" }));
    fireEvent.click(section.getByRole("button", { name: "Change passphrase" }));
    type(section.getByLabelText("Current passphrase", { selector: "input" }), "old passphrase");
    type(section.getByLabelText("New passphrase", { selector: "input" }), "new passphrase");
    type(section.getByLabelText("Repeat passphrase", { selector: "input" }), "new passphrase");
    fireEvent.click(section.getByRole("button", { name: "Change passphrase" }));
    await waitFor(() =>
      expect(transport.sentOf("changePassphrase")).toEqual([{ current: "old passphrase", next: "new passphrase" }]),
    );
  });

  test("offers the idle time, the shortcut's keys, and to lock now", async () => {
    const transport = new FakeTransport(snapshot({ vault: "unlocked" }));
    const { section, container } = await openSettings(transport);
    await section.findByText(/Alt\+Shift\+L/u);
    const idle = section.getByRole("combobox", { name: "Lock when the computer is not used" });
    expect(within(idle).getByRole<HTMLOptionElement>("option", { name: "After 15 min" }).selected).toBe(true);
    fireEvent.change(idle, { target: { value: "" } });
    expect(transport.sentOf("saveSettings")).toMatchObject([{ settings: { idleLockMinutes: null } }]);
    fireEvent.click(section.getByRole("button", { name: "Lock now" }));
    expect(transport.sentOf("lock")).toHaveLength(1);
    await expectAccessible(container);
  });

  test("offers nothing but unlocking while locked", async () => {
    const { section } = await openSettings(new FakeTransport(snapshot({ vault: "locked" })));
    expect(section.getByText("Unlock first to change or remove the passphrase.")).toBeTruthy();
    expect(section.queryByRole("button")).toBeNull();
  });
});

describe("a locked profile", () => {
  test("has no lifetime, and its buttons say what is needed first", async () => {
    const locked = { ...validProfile("alice", "Alice"), status: { kind: "locked" } as const };
    const transport = new FakeTransport(snapshot({ vault: "locked", profiles: [locked, profile("bob", "Bob")] }));
    renderOptions(transport, "#/oauths");
    const row = await screen.findByRole("listitem", { name: "Alice" });
    expect(row.querySelector(".lifetime")).toBeNull();
    for (const name of ["Renew", "Copy token"]) {
      const button = within(row).getByRole("button", { name });
      expect(button.getAttribute("aria-disabled")).toBe("true");
      expect(button.title).toBe("Locked: unlock with your passphrase first.");
      fireEvent.click(button);
    }
    const other = await screen.findByRole("listitem", { name: "Bob" });
    fireEvent.click(within(other).getByRole("button", { name: "Authorize" }));
    expect(transport.sentOf("authorize")).toEqual([]);
    expect(transport.sentOf("copyToken")).toEqual([]);
  });
});

test("a passphrase that is too short is told so before that the two differ", async () => {
  renderOptions(new FakeTransport(snapshot()), "#/settings");
  fireEvent.click(await screen.findByRole("button", { name: "Set a passphrase" }));
  type(screen.getByLabelText("New passphrase", { selector: "input" }), "1234");
  type(screen.getByLabelText("Repeat passphrase", { selector: "input" }), "12345");
  fireEvent.click(screen.getByRole("button", { name: "Set a passphrase" }));
  expect(await screen.findByText(/“New passphrase” is too short/u)).toBeTruthy();
});
