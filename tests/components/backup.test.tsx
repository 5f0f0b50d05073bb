import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test, vi } from "vitest";
import { formatBackup } from "../../lib/domain/backup.ts";
import { newProfile } from "../../lib/domain/profile.ts";
import { DEFAULT_SETTINGS } from "../../lib/domain/settings.ts";
import type { BackupSummary } from "../../lib/messages/protocol.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { host, profile, snapshot } from "./support/samples.ts";

const PROFILE = { ...newProfile("p1", 1), name: "Acme", clientId: "acme" };
const BACKUP = formatBackup({ profiles: [PROFILE], hosts: [], settings: DEFAULT_SETTINGS }, undefined);
const ITEMS = [
  { kind: "profile", name: "Acme", state: "conflict" },
  { kind: "host", name: "https://api.example.com", state: "new" },
] as const;

async function choose(name: string, text: string): Promise<void> {
  const input = await screen.findByLabelText<HTMLInputElement>("File to import");
  fireEvent.change(input, { target: { files: [new File([text], name)] } });
}

function type(label: string, value: string): void {
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
}

describe("export", () => {
  test("leaves the secrets out, or seals them by the passphrase that was typed, and says which", async () => {
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    const transport = new FakeTransport();
    renderOptions(transport, "#/settings");
    const button = await screen.findByRole("button", { name: "Export to a file" });
    fireEvent.click(button);
    expect(await screen.findByText(/^Exported without secrets: bearer-bar-backup-.*\.json$/u)).toBeTruthy();
    type("Passphrase for the file", "correct horse");
    await screen.findByLabelText("Repeat passphrase");
    type("Repeat passphrase", "correct horse");
    fireEvent.click(button);
    expect(await screen.findByText(/^Exported with secrets: /u)).toBeTruthy();
    expect(transport.sentOf("exportBackup")).toEqual([{}, { passphrase: "correct horse" }]);
    expect(screen.getByLabelText<HTMLInputElement>("Passphrase for the file").value).toBe("");
    vi.restoreAllMocks();
  });

  test("seals nothing by a passphrase that is not the same when repeated", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/settings");
    await screen.findByRole("button", { name: "Export to a file" });
    expect(screen.queryByLabelText("Repeat passphrase")).toBeNull();
    type("Passphrase for the file", "correct horse");
    const repeat = await screen.findByLabelText("Repeat passphrase");
    fireEvent.click(screen.getByRole("button", { name: "Export to a file" }));
    expect((await screen.findByRole("alert")).textContent).toBe("“Repeat passphrase” is empty. Fill it in.");
    type("Repeat passphrase", "correct hoarse");
    fireEvent.click(screen.getByRole("button", { name: "Export to a file" }));
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("The two passphrases differ"));
    await waitFor(() => expect(document.activeElement).toBe(repeat));
    expect(transport.sentOf("exportBackup")).toEqual([]);
    type("Repeat passphrase", "correct horse");
    await waitFor(() => expect(repeat.getAttribute("aria-invalid")).toBeNull());
    type("Passphrase for the file", "");
    await waitFor(() => expect(screen.queryByLabelText("Repeat passphrase")).toBeNull());
    type("Passphrase for the file", "correct horse");
    expect((await screen.findByLabelText<HTMLInputElement>("Repeat passphrase")).value).toBe("");
  });

  test("says what is wrong with the passphrase", async () => {
    const transport = new FakeTransport();
    transport.fail("exportBackup", { code: "invalid_field", field: "Passphrase", problem: "too_short" });
    renderOptions(transport, "#/settings");
    fireEvent.click(await screen.findByRole("button", { name: "Export to a file" }));
    expect((await screen.findByRole("alert")).textContent).toContain("“Passphrase for the file” is too short");
    const field = screen.getByLabelText("Passphrase for the file");
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(field.getAttribute("aria-invalid")).toBe("true");
    type("Passphrase for the file", "longer");
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBeNull());
  });
});

describe("import of an export", () => {
  test("says first what is in it, opens its secrets, and asks what becomes of what differs", async () => {
    const transport = new FakeTransport();
    transport.backup = { items: ITEMS, secrets: "sealed" };
    const { container } = renderOptions(transport, "#/settings");
    await choose("acme.json", BACKUP);
    const found = await screen.findByRole("region", { name: "What is in acme.json" });
    expect(
      within(found)
        .getAllByRole("listitem")
        .map(({ textContent }) => textContent),
    ).toEqual(["AcmeOAuth profilediffers from yours", "https://api.example.comAPI hostnew"]);
    const heading = within(found).getByRole("heading", { name: "What is in acme.json" });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    await expectAccessible(container);
    expect(transport.sentOf("importBackup")).toEqual([]);
    transport.backup = { items: ITEMS, secrets: "opened" };
    transport.imported = { profiles: 1, hosts: 2 };
    type("Passphrase of the file", "correct horse");
    const open = within(found).getByRole("button", { name: "Open secrets" });
    open.focus();
    fireEvent.click(open);
    expect(await screen.findByText("Its secrets are open and come along.")).toBeTruthy();
    await waitFor(() => expect(open.isConnected).toBe(false));
    await waitFor(() => expect(document.activeElement).toBe(heading));
    fireEvent.change(within(found).getByRole("combobox", { name: "What differs" }), { target: { value: "both" } });
    fireEvent.click(within(found).getByRole("checkbox", { name: "Take over the settings too" }));
    fireEvent.click(within(found).getByRole("button", { name: "Import" }));
    expect(
      await screen.findByText("Imported from acme.json: 1 OAuth profile, 2 API hosts, and the settings"),
    ).toBeTruthy();
    expect(transport.sentOf("importBackup")).toEqual([
      { text: BACKUP, passphrase: "correct horse", conflicts: "both", settings: true },
    ]);
    expect(screen.queryByRole("region", { name: /What is in/u })).toBeNull();
  });

  test.each([
    [{ profiles: 1, hosts: 2 }, "OAuths"],
    [{ profiles: 0, hosts: 1 }, "API hosts"],
  ])("shows what came in: %j", async (imported, page) => {
    const transport = new FakeTransport();
    transport.backup = { items: ITEMS, secrets: "none" };
    transport.imported = imported;
    renderOptions(transport, "#/settings");
    await choose("acme.json", BACKUP);
    (await screen.findByRole("button", { name: "Import" })).focus();
    fireEvent.click(screen.getByRole("button", { name: "Import" }));
    const heading = await screen.findByRole("heading", { name: page });
    await waitFor(() => expect(document.activeElement).toBe(heading));
  });

  test.each([
    [{ profiles: 1, hosts: 1 }, "#/oauths", "Search profiles", ""],
    [{ profiles: 1, hosts: 1 }, "#/hosts", "Search API hosts", ""],
    [{ profiles: 0, hosts: 1 }, "#/oauths", "Search profiles", "zzz"],
  ])("of %j leaves no search of %s that would hide it", async (imported, hash, name, left) => {
    const numbers = Array.from({ length: 9 }, (_, number) => number);
    const profiles = numbers.map((number) => profile(`p${number}`, `Profile ${number}`));
    const hosts = numbers.map((number) => host(`https://api-${number}.example.com`));
    const transport = new FakeTransport(snapshot({ profiles, hosts }));
    transport.backup = { items: ITEMS, secrets: "none" };
    transport.imported = imported;
    renderOptions(transport, hash);
    fireEvent.input(await screen.findByRole("searchbox", { name }), { target: { value: "zzz" } });
    window.location.hash = "#/settings";
    await choose("acme.json", BACKUP);
    fireEvent.click(await screen.findByRole("button", { name: "Import" }));
    await waitFor(() => expect(window.location.hash).not.toBe("#/settings"));
    window.location.hash = hash;
    expect((await screen.findByRole<HTMLInputElement>("searchbox", { name })).value).toBe(left);
  });

  test("leads back to the file when nothing came in", async () => {
    const transport = new FakeTransport();
    transport.backup = { items: ITEMS, secrets: "none" };
    renderOptions(transport, "#/settings");
    await choose("acme.json", BACKUP);
    (await screen.findByRole("button", { name: "Import" })).focus();
    fireEvent.click(screen.getByRole("button", { name: "Import" }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("File to import")));
  });

  describe("with a passphrase that was typed and not used yet", () => {
    const NEW = { kind: "profile", name: "Acme", state: "new" } as const;

    async function pressImport(before: BackupSummary, after: BackupSummary | undefined): Promise<FakeTransport> {
      const transport = new FakeTransport();
      transport.backup = before;
      renderOptions(transport, "#/settings");
      await choose("acme.json", BACKUP);
      await screen.findByRole("region", { name: "What is in acme.json" });
      if (after === undefined) transport.fail("readBackup", { code: "backup_not_opened" });
      else transport.backup = after;
      type("Passphrase of the file", "correct horse");
      fireEvent.click(screen.getByRole("button", { name: "Import" }));
      return transport;
    }

    test("Import takes the secrets along", async () => {
      const transport = await pressImport({ items: [NEW], secrets: "sealed" }, { items: [NEW], secrets: "opened" });
      await waitFor(() =>
        expect(transport.sentOf("importBackup")).toMatchObject([{ text: BACKUP, passphrase: "correct horse" }]),
      );
    });

    test("Import says why they stay closed, and imports nothing", async () => {
      const transport = await pressImport({ items: [NEW], secrets: "sealed" }, undefined);
      expect((await screen.findByRole("alert")).textContent).toContain("Wrong passphrase, or the file was changed");
      expect(transport.sentOf("importBackup")).toEqual([]);
    });

    test("Import asks first where they make a difference to what is there", async () => {
      const [same, other] = (["same", "conflict"] as const).map((state) => ({ ...NEW, state }));
      const transport = await pressImport(
        { items: [same!], secrets: "sealed" },
        { items: [other!], secrets: "opened" },
      );
      fireEvent.change(await screen.findByRole("combobox", { name: "What differs" }), { target: { value: "replace" } });
      expect(transport.sentOf("importBackup")).toEqual([]);
      fireEvent.click(screen.getByRole("button", { name: "Import" }));
      await waitFor(() => expect(transport.sentOf("importBackup")).toMatchObject([{ conflicts: "replace" }]));
    });
  });

  test("says why the secrets stay closed, and still offers the rest", async () => {
    const transport = new FakeTransport();
    transport.backup = { items: ITEMS, secrets: "sealed" };
    renderOptions(transport, "#/settings");
    await choose("acme.json", BACKUP);
    await screen.findByRole("region", { name: "What is in acme.json" });
    transport.fail("readBackup", { code: "backup_not_opened" });
    type("Passphrase of the file", "wrong horse");
    fireEvent.click(screen.getByRole("button", { name: "Open secrets" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Wrong passphrase, or the file was changed");
    const field = screen.getByLabelText("Passphrase of the file");
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(field.getAttribute("aria-describedby")?.split(" ")).toContain(alert.id);
    type("Passphrase of the file", "correct");
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBeNull());
    expect(screen.queryByRole("alert")).toBeNull();
    type("Passphrase of the file", "");
    fireEvent.click(screen.getByRole("button", { name: "Import" }));
    await waitFor(() =>
      expect(transport.sentOf("importBackup")).toEqual([{ text: BACKUP, conflicts: "keep", settings: false }]),
    );
    expect(await screen.findByText("Nothing was imported from acme.json")).toBeTruthy();
  });

  test("has the file's name beside the button until it is given up", async () => {
    const transport = new FakeTransport();
    transport.backup = { items: [{ ...ITEMS[1], state: "same" }], secrets: "none" };
    renderOptions(transport, "#/settings");
    await choose("acme.json", BACKUP);
    expect(await screen.findByText("already here, skipped")).toBeTruthy();
    const input = screen.getByLabelText<HTMLInputElement>("File to import");
    expect(input.files?.[0]?.name).toBe("acme.json");
    fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("File to import").files).toHaveLength(0));
  });

  test("names the place that is wrong in the file", async () => {
    const transport = new FakeTransport();
    transport.fail("readBackup", { code: "invalid_field", field: "profiles[0].pkce", problem: "not_a_choice" });
    renderOptions(transport, "#/settings");
    await choose("acme.json", BACKUP);
    expect((await screen.findByRole("alert")).textContent).toContain(
      "“profiles[0].pkce” in the file is none of the values",
    );
  });
});

describe("import from another tool", () => {
  const CURL = "curl -u job:job-secret -d grant_type=client_credentials https://login.acme.example/token";

  test("puts a draft into the form, where nothing is saved yet", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/settings");
    await choose("token.sh", CURL);
    const heading = await screen.findByRole("heading", { name: "OAuth clients in token.sh" });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    fireEvent.click(await screen.findByRole("button", { name: "Open in the form: login.acme.example" }));
    await waitFor(() => expect(window.location.hash).toBe("#/oauths/new"));
    const [kept] = transport.sentOf("keepProfileForm");
    expect(kept).toMatchObject({
      profile: { id: "profile-new", clientId: "job", tokenUrl: "https://login.acme.example/token" },
      secrets: { clientSecret: "job-secret" },
    });
    expect(await screen.findByDisplayValue("https://login.acme.example/token")).toBeTruthy();
    expect(transport.sentOf("saveProfile")).toEqual([]);
  });

  test("says of a file with nothing in it what would be taken", async () => {
    renderOptions(new FakeTransport(), "#/settings");
    await choose("notes.txt", "hello");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "“File to import” has nothing that can be imported",
    );
  });
});
