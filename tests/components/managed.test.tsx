// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { newProfile } from "../../lib/domain/profile.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { host, profile, snapshot } from "./support/samples.ts";

/** Disabled by the fieldset around it, which the tests' DOM does not work out. */
function isReadOnly(control: HTMLElement): boolean {
  return control.closest("fieldset")?.disabled ?? false;
}

const PATTERN = "https://api.example.com";

function managed(): FakeTransport {
  const managedHost = host(PATTERN, { id: "managed-api", profileId: "managed-acme" });
  return new FakeTransport(
    snapshot({
      profiles: [profile("managed-acme", "Acme"), profile("own", "Mine")],
      hosts: [managedHost],
      policy: { requirePassphrase: true, problems: ["profiles[1].tokenUrl"] },
    }),
  );
}

describe("what an administrator handed out", () => {
  test("is named as such in the list, and has no Delete", async () => {
    const { container } = renderOptions(managed(), "#/oauths");
    const acme = within(await screen.findByRole("listitem", { name: "Acme" }));
    expect(acme.getByText(/Managed by your administrator/u)).toBeTruthy();
    expect(acme.queryByRole("button", { name: "Delete" })).toBeNull();
    expect(acme.getByRole("button", { name: "Duplicate" })).toBeTruthy();
    const own = within(screen.getByRole("listitem", { name: "Mine" }));
    expect(own.getByRole("button", { name: "Delete" })).toBeTruthy();
    expect(screen.getByText(/can't be read and are left out: profiles\[1\]\.tokenUrl/u)).toBeTruthy();
    await expectAccessible(container);
  });

  test("has a form that is read-only but for its secrets", async () => {
    const transport = managed();
    const added = { id: "key", name: "api_key", value: "", sendIn: "body", secret: true, enabled: true } as const;
    const urls = { authorizationUrl: "https://as.example.com/authorize", tokenUrl: "https://as.example.com/token" };
    const stored = { ...newProfile("managed-acme", 1), ...urls };
    const token = { overrides: {}, added: [added] };
    const client = { clientId: "team", clientAuthentication: "body" } as const;
    const content = { ...stored, name: "Acme", ...client, parameters: { ...stored.parameters, token } };
    transport.profiles.set("managed-acme", content);
    const { container } = renderOptions(transport, "#/oauths/managed-acme");
    const scope = await screen.findByRole("textbox", { name: "Scope" });
    expect(isReadOnly(scope)).toBe(true);
    const secret = screen.getByLabelText<HTMLInputElement>("Client Secret");
    expect(isReadOnly(secret)).toBe(false);
    // What a request carries in place of the client secret, and what was added to it.
    const names = ["Token parameters: api_key", "Token parameters: client_secret", "Refresh parameters: client_secret"];
    for (const name of names) expect(isReadOnly(screen.getByLabelText(name))).toBe(false);
    fireEvent.input(screen.getByLabelText("Token parameters: client_secret"), { target: { value: "0ther" } });
    fireEvent.input(secret, { target: { value: "s3cret" } });
    fireEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(transport.sentOf("saveProfile")).toMatchObject([
        { secrets: { clientSecret: "s3cret", "default.token.client_secret": "0ther" } },
      ]),
    );
    await expectAccessible(container);
  });

  test("has a card whose switch alone can be used", async () => {
    const transport = managed();
    renderOptions(transport, "#/hosts");
    const card = within(await screen.findByRole("listitem", { name: PATTERN }));
    expect(card.getByText(/Managed by your administrator/u)).toBeTruthy();
    expect(isReadOnly(card.getByRole("combobox", { name: "Authentication type" }))).toBe(true);
    expect(isReadOnly(card.getByRole("checkbox", { name: "Attach on page loads (GET)" }))).toBe(true);
    expect(card.queryByRole("button", { name: "Delete" })).toBeNull();
    fireEvent.click(card.getByRole("switch", { name: "On" }));
    expect(transport.sentOf("saveHost")).toMatchObject([{ host: { id: "managed-api", enabled: false } }]);
  });

  test("says in Settings that a passphrase has to be set", async () => {
    renderOptions(managed(), "#/settings");
    expect(await screen.findByText(/wants a passphrase here before any token/u)).toBeTruthy();
  });
});
