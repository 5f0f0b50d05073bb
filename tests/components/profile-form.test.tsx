// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { newProfile, type OAuthProfile } from "../../lib/domain/profile.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { AS_OPENED, deletion, profile, snapshot, validProfile } from "./support/samples.ts";

const ALICE: OAuthProfile = {
  ...newProfile("alice", 1),
  name: "Alice",
  clientId: "client-1",
  authorizationUrl: "https://login.example.com/authorize",
  tokenUrl: "https://login.example.com/token",
  scope: "openid",
};

function withAlice(): FakeTransport {
  const transport = new FakeTransport(snapshot({ profiles: [profile("alice", "Alice")] }));
  transport.profiles.set("alice", ALICE);
  transport.storedSecrets = ["clientSecret"];
  return transport;
}

async function box(name: string): Promise<HTMLInputElement> {
  return screen.findByLabelText<HTMLInputElement>(name, { selector: "input" });
}

async function type(name: string, value: string): Promise<void> {
  fireEvent.input(await box(name), { target: { value } });
}

function click(name: string): void {
  fireEvent.click(screen.getByRole("button", { name }));
}

function sentProfile(transport: FakeTransport): OAuthProfile | undefined {
  return transport.sentOf("saveProfile").at(-1)?.["profile"] as OAuthProfile | undefined;
}

/** What is said of the fields marked wrong, in the form's order. */
function marks(): (string | undefined)[] {
  return [...document.querySelectorAll("[aria-invalid=true]")].map((field) => {
    const [error = ""] = (field.getAttribute("aria-describedby") ?? "").split(" ");
    return document.getElementById(error)?.textContent;
  });
}

/** Resolves once Preact has drawn again. */
async function drawn(): Promise<void> {
  await act(() => undefined);
}

function group(name: string): HTMLElement {
  const legend = screen.getByText(name, { selector: "legend" });
  return legend.closest("fieldset") ?? legend;
}

describe("the fields", () => {
  test("stand in the order of UI.md", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await box("Name");
    click("Advanced");
    const labels = [...document.querySelectorAll("form label.field-label")].map(({ textContent }) => textContent);
    const wanted = [
      [
        "Name",
        "Grant type",
        "Client ID",
        "Client Secret",
        "Authorization URL",
        "Access token URL",
        "Scope",
        "Redirect URL",
      ],
      ["Client authentication", "PKCE", "Refresh URL", "Token request format", "Origin header", "Token field"],
      ["Header name", "Header prefix", "Lifetime if not given (seconds)"],
    ].flat();
    expect(labels.filter((label) => wanted.includes(label))).toEqual(wanted);
    expect(screen.getAllByRole("group").map((group) => group.querySelector("legend")?.textContent)).toEqual(
      expect.arrayContaining(["Auth parameters", "Token parameters", "Refresh parameters"]),
    );
  });

  test("a space that came along with Client ID or Client Secret stays, is told of, and goes at a click", async () => {
    const transport = new FakeTransport();
    const { container } = renderOptions(transport, "#/oauths/new");
    await box("Client ID");
    for (const name of ["Client ID", "Client Secret"]) {
      await type(name, " pasted ");
      const hint = await screen.findByText("Begins or ends with a space, which is sent too.");
      const field = await box(name);
      expect(field.value).toBe(" pasted ");
      expect(field.getAttribute("aria-describedby")).toBe(hint.id);
      await expectAccessible(container);
      screen.getByRole("button", { name: `Remove it from ${name}` }).focus();
      click(`Remove it from ${name}`);
      await waitFor(() => expect(hint.isConnected).toBe(false));
      await waitFor(() => expect(document.activeElement).toBe(field));
      expect(field.value).toBe("pasted");
    }
    await waitFor(() =>
      expect(transport.draft?.content).toMatchObject({
        profile: { clientId: "pasted" },
        secrets: { clientSecret: "pasted" },
      }),
    );
  });

  test("Client Credentials have no authorization", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    fireEvent.change(await screen.findByRole("combobox", { name: "Grant type" }), {
      target: { value: "client_credentials" },
    });
    await waitFor(() => expect(screen.queryByLabelText("Authorization URL")).toBeNull());
    expect(screen.queryByLabelText("Redirect URL")).toBeNull();
    expect(screen.queryByRole("group", { name: "Auth parameters" })).toBeNull();
    expect(screen.getByRole("group", { name: "Token parameters" })).toBeTruthy();
  });

  test("the redirect URL is read-only and copied with one click", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    const redirect = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Redirect URL" });
    expect(redirect.value).toBe(transport.snapshot.redirectUrl);
    expect(redirect.readOnly).toBe(true);
    click("Copy redirect URL");
    expect(transport.copied).toEqual([transport.snapshot.redirectUrl]);
    expect(await screen.findByText("Copied: redirect URL")).toBeTruthy();
  });

  test("a redirect URL of the profile's own is shown as soon as it is wanted, and the loopback form as it is sent", async () => {
    const transport = new FakeTransport(
      snapshot({ profiles: [profile("alice", "Alice")], redirectUrl: "https://0123abcd.extensions.allizom.org/" }),
    );
    transport.profiles.set("alice", ALICE);
    renderOptions(transport, "#/oauths/alice");
    const redirect = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Redirect URL" });
    click("Advanced");
    fireEvent.click(screen.getByRole("checkbox", { name: "A redirect URL of this profile's own" }));
    await drawn();
    expect(redirect.value).toBe("https://0123abcd.extensions.allizom.org/sign-in/alice");
    expect(screen.getByText(/This profile's own\. Register exactly this/u)).toBeTruthy();
    fireEvent.click(screen.getByRole("checkbox", { name: /loopback/u }));
    await drawn();
    expect(redirect.value).toBe("http://127.0.0.1/mozoauth2/0123abcd/sign-in/alice");
    click("Save");
    await waitFor(() => expect(sentProfile(transport)).toMatchObject({ ownRedirect: true, loopbackRedirect: true }));
  });

  test("plain http beyond this machine is offered only where an endpoint needs it", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await type("Access token URL", "http://localhost:9000/token");
    await drawn();
    expect(screen.queryByRole("checkbox", { name: "Allow plain http for this profile" })).toBeNull();
    await type("Access token URL", "http://login.example.com/token");
    fireEvent.click(await screen.findByRole("checkbox", { name: "Allow plain http for this profile" }));
    await waitFor(() => expect(transport.draft?.content?.profile.allowInsecureHttp).toBe(true));
  });
});

describe("what is typed", () => {
  test("survives every snapshot and is kept by the worker as it is typed", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await type("Name", "Half typed");
    await type("Client ID", "client-1");
    transport.change({ profiles: [validProfile("bob", "Bob")] });
    await drawn();
    expect((await box("Name")).value).toBe("Half typed");
    await waitFor(() =>
      expect(transport.draft?.content?.profile).toMatchObject({ name: "Half typed", clientId: "client-1" }),
    );
  });

  test("the latest text is kept even while an earlier one is on its way", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await box("Name");
    const release = transport.hold("keepProfileForm");
    await type("Name", "A");
    await type("Name", "Al");
    await type("Name", "Ali");
    release();
    await waitFor(() => expect(transport.draft?.content?.profile.name).toBe("Ali"));
    expect(transport.sentOf("keepProfileForm")).toHaveLength(2);
  });

  test("that can't be kept is told once, until it can be", async () => {
    const transport = new FakeTransport();
    transport.fail("keepProfileForm", { code: "storage_failed" });
    renderOptions(transport, "#/oauths/new");
    await type("Name", "A");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("What you type here is lost when this page closes.");
    expect(alert.textContent).toContain("could not write to its disk");
    await type("Name", "Al");
    await waitFor(() => expect(transport.sentOf("keepProfileForm")).toHaveLength(2));
    await drawn();
    expect(screen.getByRole("alert")).toBe(alert);
    transport.fail("keepProfileForm", undefined);
    await type("Name", "Ali");
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect((await box("Name")).value).toBe("Ali");
  });

  test("into a secret field while tokens are locked is named as what is not kept", async () => {
    const transport = new FakeTransport();
    transport.fail("keepProfileForm", { code: "locked" });
    renderOptions(transport, "#/oauths/new");
    await type("Client Secret", "s3cret");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "Tokens are locked, so “Client Secret” can't be kept and is lost when this tab closes. All else is kept. Unlock to keep it.",
    );
  });

  describe("into a secret field while tokens are locked", () => {
    /** As the worker does it: all but the secret is kept. */
    async function typeWhileLocked(): Promise<FakeTransport> {
      const transport = new FakeTransport(snapshot({ vault: "locked" }));
      transport.fail("keepProfileForm", { code: "locked" });
      renderOptions(transport, "#/oauths/new");
      await type("Client Secret", "s3cret");
      await screen.findByText(/“Client Secret” can't be kept/u);
      const form = transport.draft!.form;
      transport.draft = { form, content: { draftId: form.draftId, profile: form.profile, secrets: {} } };
      transport.change({ drafts: [{ id: form.draftId, profileId: null, name: "" }] });
      return transport;
    }

    async function saveWhileLocked(): Promise<FakeTransport> {
      const transport = await typeWhileLocked();
      transport.fail("saveProfile", { code: "locked" });
      await type("Name", "Alice");
      await type("Client ID", "client-1");
      await type("Authorization URL", "https://login.example.com/authorize");
      await type("Access token URL", "https://login.example.com/token");
      click("Save");
      await screen.findByText("Tokens are locked. Unlock with your passphrase, then try again.");
      return transport;
    }

    async function comeBack(): Promise<void> {
      window.location.hash = "#/hosts";
      await screen.findByRole("heading", { name: "API hosts" });
      window.location.hash = "#/oauths/new";
    }

    test("is there again when the tab has been led elsewhere, and kept once they are unlocked", async () => {
      const transport = await typeWhileLocked();
      await comeBack();
      expect((await box("Client Secret")).value).toBe("s3cret");
      expect(await screen.findByText(/“Client Secret” can't be kept/u)).toBeTruthy();
      transport.fail("keepProfileForm", undefined);
      transport.change({ vault: "unlocked" });
      await waitFor(() => expect(transport.draft?.content?.secrets).toEqual({ clientSecret: "s3cret" }));
      await waitFor(() => expect(screen.queryByText(/can't be kept/u)).toBeNull());
    });

    test("leads to the passphrase at a click, and back into the field once they are unlocked", async () => {
      const transport = await typeWhileLocked();
      await drawn();
      click("Type the passphrase");
      const passphrase = screen.getByLabelText("Passphrase", { selector: "input" });
      expect(document.activeElement).toBe(passphrase);
      fireEvent.input(passphrase, { target: { value: "correct horse battery" } });
      screen.getByRole("button", { name: "Unlock" }).focus();
      click("Unlock");
      await waitFor(() => expect(transport.sentOf("unlock")).toHaveLength(1));
      transport.fail("keepProfileForm", undefined);
      transport.change({ vault: "unlocked" });
      const field = await box("Client Secret");
      await waitFor(() => expect(document.activeElement).toBe(field));
      expect(field.value).toBe("s3cret");
      await waitFor(() => expect(transport.draft?.content?.secrets).toEqual({ clientSecret: "s3cret" }));
    });

    test("leads to the passphrase by one button when saving it has failed too", async () => {
      await saveWhileLocked();
      expect(screen.getAllByRole("button", { name: "Type the passphrase" })).toHaveLength(1);
    });

    test("leads nowhere once they are unlocked, though saving it had failed", async () => {
      const transport = await saveWhileLocked();
      transport.change({ vault: "unlocked" });
      await waitFor(() => expect(screen.queryByRole("button", { name: "Type the passphrase" })).toBeNull());
      await waitFor(() => expect(screen.queryByText(/Tokens are locked\./u)).toBeNull());
    });

    test("has the browser ask before the tab is closed, until it is kept", async () => {
      const isAskedFor = (): boolean => !window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
      const transport = await typeWhileLocked();
      expect(isAskedFor()).toBe(true);
      transport.fail("keepProfileForm", undefined);
      transport.change({ vault: "unlocked" });
      await waitFor(() => expect(isAskedFor()).toBe(false));
    });

    test("is kept once they are unlocked, on whichever page the tab is", async () => {
      const transport = await typeWhileLocked();
      window.location.hash = "#/hosts";
      await screen.findByRole("heading", { name: "API hosts" });
      transport.fail("keepProfileForm", undefined);
      transport.change({ vault: "unlocked" });
      await waitFor(() => expect(transport.draft?.content?.secrets).toEqual({ clientSecret: "s3cret" }));
    });

    test("goes with the form that is saved or discarded in another tab, whatever is begun in its place", async () => {
      const transport = await typeWhileLocked();
      window.location.hash = "#/hosts";
      await screen.findByRole("heading", { name: "API hosts" });
      const { drafts } = transport.snapshot;
      for (const now of [[], drafts]) {
        transport.change({ drafts: now });
        await drawn();
      }
      await comeBack();
      await screen.findByText("Restored what you had typed");
      expect((await box("Client Secret")).value).toBe("");
    });

    test("goes with the form that is discarded, here or in another tab", async () => {
      const transport = await typeWhileLocked();
      await comeBack();
      await screen.findByText("Restored what you had typed");
      click("Discard");
      await waitFor(() => expect(screen.queryByText("Restored what you had typed")).toBeNull());
      expect((await box("Client Secret")).value).toBe("");
      await type("Client Secret", "another");
      await waitFor(() =>
        expect(transport.sentOf("keepProfileForm").at(-1)).toMatchObject({ secrets: { clientSecret: "another" } }),
      );
      transport.draft = undefined;
      await comeBack();
      expect((await box("Client Secret")).value).toBe("");
    });
  });

  test("is restored with a note, and can be discarded", async () => {
    const transport = withAlice();
    transport.draft = {
      form: {
        draftId: "d",
        profileId: "alice",
        profile: ALICE,
        ...AS_OPENED,
      },
      content: { draftId: "d", profile: { ...ALICE, name: "Alice, renamed" }, secrets: {} },
    };
    renderOptions(transport, "#/oauths/alice");
    expect(await screen.findByText("Restored what you had typed")).toBeTruthy();
    expect((await box("Name")).value).toBe("Alice, renamed");
    click("Discard");
    await waitFor(async () => expect((await box("Name")).value).toBe("Alice"));
    expect(screen.queryByText("Restored what you had typed")).toBeNull();
  });

  test.each(["discardProfileForm", "openProfileForm"] as const)(
    "while the rest is discarded stays, and the rest does not come back: %s",
    async (slow) => {
      const transport = withAlice();
      renderOptions(transport, "#/oauths/alice");
      await type("Name", "Alice, renamed");
      await waitFor(() => expect(transport.draft?.content?.profile.name).toBe("Alice, renamed"));
      window.location.hash = "#/settings";
      await screen.findByRole("heading", { name: "Settings" });
      window.location.hash = "#/oauths/alice";
      await screen.findByText("Restored what you had typed");
      const goOn = transport.hold(slow);
      const before = transport.sentOf(slow).length;
      click("Discard");
      await waitFor(() => expect(transport.sentOf(slow).length).toBe(before + 1));
      await type("Scope", "openid email");
      goOn();
      await waitFor(async () => expect((await box("Name")).value).toBe("Alice"));
      expect((await box("Scope")).value).toBe("openid email");
      await waitFor(() =>
        expect(transport.draft?.content?.profile).toMatchObject({ name: "Alice", scope: "openid email" }),
      );
    },
  );

  describe("into a form that is open and untouched", () => {
    const CONTENT = { draftId: "draft-1", profile: { ...ALICE, name: "Alice, renamed" }, secrets: {} };
    const KEPT = [{ id: "draft-1", profileId: "alice", name: "Alice, renamed" }];

    async function openUntouched(): Promise<FakeTransport> {
      const transport = withAlice();
      renderOptions(transport, "#/oauths/alice");
      await box("Name");
      transport.draft = {
        form: {
          draftId: "draft-1",
          profileId: "alice",
          profile: ALICE,
          ...AS_OPENED,
        },
        content: CONTENT,
      };
      return transport;
    }

    test("is shown again where it was discarded, once that is undone", async () => {
      const transport = await openUntouched();
      transport.change({ deleted: [deletion("draft-1", "Alice, renamed", { kind: "profileDraft" })] });
      await screen.findByText("Unsaved changes discarded: Alice, renamed");
      transport.change({ deleted: [], drafts: KEPT });
      await waitFor(async () => expect((await box("Name")).value).toBe("Alice, renamed"));
    });

    test("keeps what is typed while it is opened again, beside what comes", async () => {
      const transport = await openUntouched();
      transport.change({ deleted: [deletion("draft-1", "Alice, renamed", { kind: "profileDraft" })] });
      await screen.findByText("Unsaved changes discarded: Alice, renamed");
      const release = transport.hold("openProfileForm");
      transport.change({ deleted: [], drafts: KEPT });
      await waitFor(() => expect(transport.sentOf("openProfileForm")).toHaveLength(2));
      await type("Scope", "openid email");
      await type("Client Secret", "s3cret");
      release();
      await waitFor(async () => expect((await box("Name")).value).toBe("Alice, renamed"));
      expect((await box("Scope")).value).toBe("openid email");
      expect((await box("Client Secret")).value).toBe("s3cret");
      await waitFor(() =>
        expect(transport.draft?.content).toMatchObject({
          profile: { name: "Alice, renamed", scope: "openid email" },
          secrets: { clientSecret: "s3cret" },
        }),
      );
    });

    test("of another tab stays there: it would be shown at its first letter, and saved from here", async () => {
      const transport = await openUntouched();
      // By the second time that the page is drawn, what the first one leads to has begun.
      for (const name of ["Once", "Twice"]) {
        transport.change({ drafts: KEPT, profiles: [validProfile("alice", name)] });
        await screen.findByRole("heading", { name: `Edit ${name}` });
      }
      expect((await box("Name")).value).toBe("Alice");
      expect(transport.sentOf("openProfileForm")).toHaveLength(1);
    });
  });
});

describe("addresses", () => {
  test.each([
    ["Authorization URL", "login.example.com/authorize", "https://login.example.com/authorize"],
    ["Access token URL", "localhost:9000/token", "http://localhost:9000/token"],
    ["Issuer", "login.example.com/{{tenant}}", "https://login.example.com/{{tenant}}"],
    ["Access token URL", "{{base}}/token", "{{base}}/token"],
  ])("get the scheme that they were typed without once they are left: %s, %s", async (name, typed, completed) => {
    renderOptions(withAlice(), "#/oauths/alice");
    await type(name, typed);
    fireEvent.blur(await box(name));
    await waitFor(async () => expect((await box(name)).value).toBe(completed));
  });

  test("get it on Save, too", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Access token URL", "login.example.com/token2");
    click("Save");
    await waitFor(() => expect(sentProfile(transport)?.tokenUrl).toBe("https://login.example.com/token2"));
  });

  test("that can't be one are refused with an example for that field", async () => {
    renderOptions(withAlice(), "#/oauths/alice");
    await type("Authorization URL", "authorize");
    await type("Userinfo URL", "me");
    click("Save");
    await waitFor(() => expect(marks()).toHaveLength(2));
    expect(marks()[0]).toContain("like https://login.example.com/auth.");
    expect(marks()[1]).toContain("like https://login.example.com/userinfo.");
  });
});

test("a comma between scopes is told of, and left as it is typed", async () => {
  const transport = withAlice();
  renderOptions(transport, "#/oauths/alice");
  await type("Scope", "openid,email");
  expect((await box("Scope")).getAttribute("aria-invalid")).toBeNull();
  expect(await screen.findByText(/^The comma counts as part of a name/u)).toBeTruthy();
  fireEvent.change(await screen.findByLabelText("Scopes joined by"), { target: { value: "comma" } });
  await waitFor(() => expect(screen.queryByText(/^The comma counts/u)).toBeNull());
  click("Save");
  await waitFor(() => expect(sentProfile(transport)?.scope).toBe("openid,email"));
});

describe("the client secret", () => {
  test("that is stored is never shown, only that it is", async () => {
    renderOptions(withAlice(), "#/oauths/alice");
    const secret = await box("Client Secret");
    expect(secret.value).toBe("");
    expect(secret.placeholder).toBe("Stored. Type to replace it.");
  });

  test.each([
    ["that was typed before and not saved is not called stored", ["clientSecret"], "Typed before and not saved."],
    ["that is stored is called so in a restored form too", [], "Stored."],
  ] as const)("%s", async (_, typedSecrets, words) => {
    const transport = withAlice();
    const form = { draftId: "alice", profileId: "alice", profile: ALICE, restored: false, differs: false } as const;
    transport.draft = {
      form: { ...form, storedSecrets: ["clientSecret"], typedSecrets },
      content: { draftId: "alice", profile: ALICE, secrets: {} },
    };
    renderOptions(transport, "#/oauths/alice");
    expect((await box("Client Secret")).placeholder).toBe(`${words} Type to replace it.`);
  });

  test("is masked while it is typed, and shown on demand", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await type("Client Secret", "s3cret");
    expect((await box("Client Secret")).type).toBe("password");
    click("Show");
    await waitFor(async () => expect((await box("Client Secret")).type).toBe("text"));
  });

  test("stays as stored when it is not touched, and goes when removed", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Client Secret");
    click("Remove stored Client Secret");
    expect(await screen.findByText("Will be removed on Save.")).toBeTruthy();
    click("Keep it");
    await drawn();
    click("Save");
    await waitFor(() => expect(transport.sentOf("saveProfile")[0]?.["secrets"]).toEqual({}));
  });

  test("leaves the page with the save", async () => {
    const transport = withAlice();
    const { container } = renderOptions(transport, "#/oauths/alice");
    await type("Client Secret", "s3cret-value");
    click("Authorize");
    await waitFor(() => expect(transport.sentOf("openProfileForm")).toHaveLength(2));
    await waitFor(async () => expect((await box("Client Secret")).value).toBe(""));
    expect(transport.sentOf("saveProfile")[0]?.["secrets"]).toEqual({ clientSecret: "s3cret-value" });
    expect(container.innerHTML).not.toContain("s3cret-value");
  });
});

describe("Save", () => {
  test("marks the field that is wrong, says why, and takes the focus there", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Client ID", "");
    click("Save");
    const field = await box("Client ID");
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    const described = document.getElementById(field.getAttribute("aria-describedby") ?? "");
    expect(described?.textContent).toBe("“Client ID” is empty. Fill it in.");
    expect(screen.getByRole("alert").textContent).toBe("Correct this field: “Client ID”.");
    expect(document.activeElement).toBe(field);
    expect(transport.sentOf("saveProfile")).toHaveLength(0);
  });

  test("marks every wrong field at once, each with its own message, and takes the focus to the first", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await type("Authorization URL", "login");
    click("Advanced");
    await type("Token field", "");
    click("Advanced");
    click("Save");
    await waitFor(async () => expect(document.activeElement).toBe(await box("Name")));
    expect(marks()).toEqual([
      "“Name” is empty. Fill it in.",
      "“Client ID” is empty. Fill it in.",
      "“Authorization URL” is not a web address. Write it in full, like https://login.example.com/auth.",
      "“Access token URL” is empty. Fill it in.",
      "“Token field” is empty. Fill it in.",
    ]);
    expect(screen.getByRole("alert").textContent).toBe(
      "Correct these fields: “Name”, “Client ID”, “Authorization URL”, “Access token URL”, and “Token field” (under Advanced).",
    );
    expect(screen.getByRole("button", { name: "Advanced" }).getAttribute("aria-expanded")).toBe("true");
    expect(transport.sentOf("saveProfile")).toHaveLength(0);
  });

  test("keeps the marks of the fields that are left, and their focus to itself", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await box("Name");
    click("Save");
    await waitFor(() => expect(marks()).toHaveLength(4));
    const clientId = await box("Client ID");
    clientId.focus();
    await type("Client ID", "client-1");
    await waitFor(() => expect(marks()).toHaveLength(3));
    expect(screen.getByRole("alert").textContent).toBe(
      "Correct these fields: “Name”, “Authorization URL”, and “Access token URL”.",
    );
    click("Advanced");
    await drawn();
    expect(document.activeElement).toBe(clientId);
  });

  test("takes the error back once the field is changed, and not before", async () => {
    renderOptions(withAlice(), "#/oauths/alice");
    await type("Client ID", "");
    click("Save");
    const field = await box("Client ID");
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    await type("Scope", "openid");
    await drawn();
    expect(screen.getByRole("alert").textContent).toBe("Correct this field: “Client ID”.");
    await type("Client ID", "client-1");
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(field.getAttribute("aria-invalid")).toBeNull();
  });

  test("takes a missing secret's error back once one is typed", async () => {
    const transport = withAlice();
    transport.fail("saveProfile", { code: "invalid_field", field: "Client Secret", problem: "required" });
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Save");
    await screen.findByRole("alert");
    await type("Client Secret", "s3cret");
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  test("says where a folded field is", async () => {
    const transport = withAlice();
    transport.fail("saveProfile", { code: "invalid_field", field: "Refresh URL", problem: "has_fragment" });
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Save");
    expect((await screen.findByRole("alert")).textContent).toBe("Correct this field: “Refresh URL” (under Advanced).");
  });

  test("says all of what is wrong with what has no mark of its own", async () => {
    const transport = withAlice();
    transport.fail("saveProfile", { code: "invalid_field", field: "Token parameters: x", problem: "duplicate" });
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Save");
    expect((await screen.findByRole("alert")).textContent).toMatch(/^“Token parameters: x” .+\./u);
  });

  test("opens Advanced when the wrong field is there", async () => {
    const transport = withAlice();
    transport.fail("saveProfile", { code: "invalid_field", field: "Refresh URL", problem: "has_fragment" });
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    expect(screen.getByRole("button", { name: "Advanced" }).getAttribute("aria-expanded")).toBe("false");
    click("Save");
    await waitFor(async () => expect(document.activeElement).toBe(await box("Refresh URL")));
    expect(screen.getByRole("button", { name: "Advanced" }).getAttribute("aria-expanded")).toBe("true");
  });

  test("sends everything and goes back to the list", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Name", "Alice of staging");
    click("Save");
    expect(await screen.findByText("Saved: Alice of staging")).toBeTruthy();
    expect(sentProfile(transport)).toEqual({ ...ALICE, name: "Alice of staging" });
    expect(transport.sentOf("saveProfile")[0]).toMatchObject({ authorize: false, draftId: "draft-1", base: ALICE });
    expect(await screen.findByRole("heading", { name: "OAuths" })).toBeTruthy();
    expect(window.location.hash).toBe("#/oauths");
    // In a long list the profile may be far from where the page begins.
    const row = await screen.findByRole("listitem", { name: "Alice" });
    await waitFor(() => expect(document.activeElement).toBe(row));
  });

  test("is what the Enter key does", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    fireEvent.submit((await box("Name")).closest("form") ?? document.body);
    await waitFor(() => expect(transport.sentOf("saveProfile")).toHaveLength(1));
  });

  test("keeps the text when the worker can't be reached", async () => {
    const transport = withAlice();
    transport.fail("saveProfile", { code: "storage_failed" });
    renderOptions(transport, "#/oauths/alice");
    await type("Scope", "everything");
    click("Save");
    expect((await screen.findByRole("alert")).textContent).toContain("could not write to its disk");
    expect((await box("Scope")).value).toBe("everything");
  });

  test("Cancel forgets what was typed and goes back", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Name", "Other");
    click("Cancel");
    expect(await screen.findByRole("heading", { name: "OAuths" })).toBeTruthy();
    expect(transport.sentOf("discardProfileForm")).toEqual([{ draftId: "draft-1" }]);
    expect(transport.draft).toBeUndefined();
  });

  test("Cancel keeps what was typed to its last letter first, so that Undo brings all of it back", async () => {
    const transport = withAlice();
    const answer = transport.hold("keepProfileForm");
    renderOptions(transport, "#/oauths/alice");
    await type("Name", "O");
    await type("Name", "Other");
    click("Cancel");
    answer();
    expect(await screen.findByRole("heading", { name: "OAuths" })).toBeTruthy();
    expect(transport.sentOf("keepProfileForm").at(-1)).toMatchObject({ profile: { name: "Other" } });
    expect(transport.log.lastIndexOf("keepProfileForm")).toBeLessThan(transport.log.indexOf("discardProfileForm"));
  });
});

describe("Authorize", () => {
  test("saves, asks the browser in the same click, and stays to show the outcome", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Revocation URL", "https://revoke.example.com/");
    transport.log.length = 0;
    click("Authorize");
    expect(transport.asked).toHaveLength(1);
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toEqual([{ granted: true }]));
    expect(transport.log.indexOf("permissionsAnswered")).toBeGreaterThan(transport.log.indexOf("saveProfile"));
    expect(transport.sentOf("saveProfile")[0]).toMatchObject({ authorize: true });
    expect(transport.asked).toEqual([
      {
        origins: ["https://login.example.com/*", "https://revoke.example.com/*"],
        permissions: [],
      },
    ]);
    transport.change({ profiles: [validProfile("alice", "Alice", 59)] });
    expect(await screen.findByText("Valid for 59 min")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Add API host" }));
    expect(window.location.hash).toMatch(/^#\/hosts\/new\?profile=/u);
    expect(await box("Name")).toBeTruthy();
  });

  test("leaves the focus where it is in a new form that was restored", async () => {
    const transport = withAlice();
    const form = { draftId: "new", profileId: null, profile: ALICE, storedSecrets: [], typedSecrets: [] } as const;
    transport.draft = {
      form: { ...form, restored: true, differs: true },
      content: { draftId: "new", profile: ALICE, secrets: {} },
    };
    // As for a page that was gone to.
    window.history.replaceState(null, "", "#/oauths/new");
    renderOptions(transport, "#/oauths/new");
    await screen.findByText("Restored what you had typed");
    screen.getByRole("button", { name: "Authorize" }).focus();
    click("Authorize");
    transport.draft = undefined;
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toHaveLength(1));
    await waitFor(() => expect(screen.queryByText("Restored what you had typed")).toBeNull());
    await drawn();
    expect(document.activeElement).not.toBe(await box("Name"));
  });

  test("puts the outcome of the grant before away when the form itself is wrong", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Authorize");
    await waitFor(() => expect(transport.sentOf("openProfileForm")).toHaveLength(2));
    transport.change({ profiles: [validProfile("alice", "Alice", 59)] });
    await screen.findByText("Valid for 59 min");
    await type("Access token URL", "token");
    click("Authorize");
    expect((await screen.findByRole("alert")).textContent).toBe("Correct this field: “Access token URL”.");
    expect(screen.queryByText("Valid for 59 min")).toBeNull();
  });

  test("waits while a sign-in is under way, which has a Stop of its own", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Authorize");
    await waitFor(() => expect(transport.sentOf("openProfileForm")).toHaveLength(2));
    transport.change({
      profiles: [profile("alice", "Alice", { status: { kind: "authorizing", step: "authorization", sinceMs: 0 } })],
    });
    const stop = await screen.findByRole("button", { name: "Stop" });
    click("Authorize");
    await drawn();
    expect(screen.getByRole("button", { name: "Authorize" }).getAttribute("aria-disabled")).toBe("true");
    expect(transport.sentOf("saveProfile")).toHaveLength(1);
    click("Show sign-in window");
    expect(transport.sentOf("showSignIn")).toHaveLength(1);
    fireEvent.click(stop);
    expect(transport.sentOf("cancelAuthorize")).toEqual([{ profileId: "alice" }]);
  });

  test("keeps what is typed while the save is on its way", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    const release = transport.hold("saveProfile");
    click("Authorize");
    await waitFor(() => expect(transport.sentOf("saveProfile")).toHaveLength(1));
    await type("Scope", "openid email");
    release();
    await waitFor(() => expect(transport.sentOf("openProfileForm")).toHaveLength(2));
    await drawn();
    expect((await box("Scope")).value).toBe("openid email");
    await waitFor(() => expect(transport.draft?.content?.profile.scope).toBe("openid email"));
  });

  test("leaves no draft behind when nothing is typed meanwhile", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Scope", "openid email");
    click("Authorize");
    await waitFor(() => expect(transport.sentOf("openProfileForm")).toHaveLength(2));
    await drawn();
    expect(transport.draft?.content).toBeUndefined();
  });

  test("keeps what is typed when the save fails", async () => {
    const transport = withAlice();
    transport.fail("saveProfile", { code: "storage_failed" });
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    const release = transport.hold("saveProfile");
    click("Authorize");
    await waitFor(() => expect(transport.sentOf("saveProfile")).toHaveLength(1));
    await type("Scope", "openid email");
    release();
    await waitFor(() => expect(transport.draft?.content?.profile.scope).toBe("openid email"));
  });

  test("a new profile's form becomes the saved profile's", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await type("Name", "New");
    await type("Client ID", "id");
    await type("Authorization URL", "https://login.example.com/authorize");
    await type("Access token URL", "https://login.example.com/token");
    click("Authorize");
    await waitFor(() => expect(window.location.hash).toBe("#/oauths/profile-new"));
    expect((await box("Client ID")).value).toBe("id");
    expect(await screen.findByText("Saved")).toBeTruthy();
  });

  test("is stopped by Cancel, which leaves what was saved", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Authorize");
    await screen.findByText("Saved");
    transport.change({
      profiles: [profile("alice", "Alice", { status: { kind: "authorizing", step: "token", sinceMs: 0 } })],
    });
    await screen.findByRole("button", { name: "Stop" });
    click("Cancel");
    expect(await screen.findByText("Saved: Alice")).toBeTruthy();
    expect(transport.sentOf("cancelAuthorize")).toEqual([{ profileId: "alice" }]);
    expect(transport.sentOf("discardProfileForm")).toEqual([]);
  });

  test("has not saved what was typed since, though it was cleared: of that the draft is told", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Authorize");
    await screen.findByText("Saved");
    await type("Client Secret", "typo");
    await waitFor(() =>
      expect(transport.sentOf("keepProfileForm").at(-1)).toMatchObject({ secrets: { clientSecret: "typo" } }),
    );
    await type("Client Secret", "");
    await waitFor(() =>
      expect(transport.sentOf("keepProfileForm").at(-1)).toMatchObject({ secrets: {}, asStored: ["clientSecret"] }),
    );
    expect(screen.queryByText("Saved")).toBeNull();
    click("Cancel");
    await waitFor(() => expect(transport.sentOf("discardProfileForm")).toHaveLength(1));
  });

  test("says that it has saved: then Cancel discards nothing, until something is typed", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Authorize");
    expect(await screen.findByText("Saved")).toBeTruthy();
    for (const name of ["Scope", "Client Secret"]) {
      await type(name, "typed");
      await screen.findByRole("button", { name: "Cancel" });
      expect(screen.queryByText("Saved")).toBeNull();
      click("Authorize");
      await screen.findByText("Saved");
    }
    click("Cancel");
    expect(await screen.findByRole("heading", { name: "OAuths" })).toBeTruthy();
    expect(transport.sentOf("discardProfileForm")).toEqual([]);
  });

  test("a wrong field is told before the browser asks for anything", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await type("Name", "");
    click("Authorize");
    expect((await screen.findByRole("alert")).textContent).toBe("Correct this field: “Name”.");
    expect(transport.asked).toEqual([]);
  });
});

describe("parameters", () => {
  test("a default can be excluded, renamed, replaced and reset", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    const auth = within(group("Auth parameters"));
    fireEvent.click(auth.getByRole("checkbox", { name: "Include redirect_uri" }));
    fireEvent.input(auth.getByRole("textbox", { name: "Name for scope" }), { target: { value: "scopes" } });
    fireEvent.input(auth.getByRole("textbox", { name: "Value for scope" }), { target: { value: "a b" } });
    await waitFor(() =>
      expect(transport.draft?.content?.profile.parameters.authorization.overrides).toEqual({
        redirect_uri: { included: false },
        scope: { name: "scopes", value: "a b" },
      }),
    );
    fireEvent.click(auth.getByRole("button", { name: "Reset scope" }));
    fireEvent.click(auth.getByRole("checkbox", { name: "Include redirect_uri" }));
    await waitFor(() => expect(transport.draft?.content?.profile.parameters.authorization.overrides).toEqual({}));
  });

  test("excluding state and PKCE is warned about", async () => {
    renderOptions(withAlice(), "#/oauths/alice");
    await box("Name");
    const auth = within(group("Auth parameters"));
    expect(auth.queryByRole("alert")).toBeNull();
    fireEvent.click(auth.getByRole("checkbox", { name: "Include state" }));
    expect((await auth.findByRole("alert")).textContent).toContain("Without “state”");
    fireEvent.click(auth.getByRole("checkbox", { name: "Include code_challenge" }));
    await waitFor(() => expect(auth.getAllByRole("alert")).toHaveLength(2));
  });

  test("one is added, named, placed and removed, and the focus goes along", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    const tokenGroup = within(group("Token parameters"));
    const add = tokenGroup.getByRole("button", { name: "Add parameter" });
    fireEvent.click(add);
    const name = await tokenGroup.findByRole("textbox", { name: "Name" });
    await waitFor(() => expect(document.activeElement).toBe(name));
    fireEvent.input(name, { target: { value: "audience" } });
    fireEvent.input(tokenGroup.getByRole("textbox", { name: "Value" }), {
      target: { value: "https://api.example.com" },
    });
    fireEvent.change(tokenGroup.getByRole("combobox", { name: "Send in" }), { target: { value: "header" } });
    await waitFor(() =>
      expect(transport.draft?.content?.profile.parameters.token.added).toMatchObject([
        { name: "audience", value: "https://api.example.com", sendIn: "header", secret: false, enabled: true },
      ]),
    );
    fireEvent.click(tokenGroup.getByRole("button", { name: "Remove audience" }));
    await waitFor(() => expect(transport.draft?.content?.profile.parameters.token.added).toEqual([]));
    expect(document.activeElement).toBe(add);
  });

  test("a secret value is masked, and travels apart from the profile", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    const tokenGroup = within(group("Token parameters"));
    fireEvent.click(tokenGroup.getByRole("button", { name: "Add parameter" }));
    fireEvent.input(await tokenGroup.findByLabelText("Name"), { target: { value: "api_key" } });
    fireEvent.input(tokenGroup.getByLabelText("Value"), { target: { value: "k3y" } });
    fireEvent.click(tokenGroup.getByRole("checkbox", { name: "Secret" }));
    await waitFor(() => expect(tokenGroup.getByLabelText<HTMLInputElement>("Value").type).toBe("password"));
    click("Save");
    await waitFor(() => expect(transport.sentOf("saveProfile")).toHaveLength(1));
    const row = sentProfile(transport)?.parameters.token.added[0];
    expect(row).toMatchObject({ name: "api_key", value: "", secret: true });
    expect(transport.sentOf("saveProfile")[0]?.["secrets"]).toEqual({ [`added.${row?.id}`]: "k3y" });
  });

  test("variables keep what is typed", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Add variable");
    fireEvent.input(await screen.findByRole("textbox", { name: "Variable value" }), { target: { value: "acme" } });
    fireEvent.input(screen.getByRole("textbox", { name: "Variable name" }), { target: { value: "tenant" } });
    await waitFor(() => expect(transport.draft?.content?.profile.variables).toEqual({ tenant: "acme" }));
  });
});

describe("the preview", () => {
  test("shows the latest answer, a parameter a line, or what is wrong", async () => {
    const transport = withAlice();
    transport.previews = [
      {
        group: "authorization",
        request: {
          method: "GET",
          url: "https://login.example.com/authorize?client_id=client-1&scope=openid",
          headers: [],
          body: undefined,
        },
        problem: undefined,
      },
      {
        group: "token",
        request: undefined,
        problem: { code: "invalid_field", field: "Access token URL", problem: "required" },
      },
    ];
    renderOptions(transport, "#/oauths/alice");
    const request = await screen.findByRole("region", { name: "Authorization request" });
    expect(request.textContent).toBe("GET https://login.example.com/authorize\n  ?client_id=client-1\n  &scope=openid");
    expect(screen.getByText("“Access token URL” is empty. Fill it in.")).toBeTruthy();
    transport.previews = [];
    await type("Scope", "other");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Authorization request" })).toBeNull());
  });
});

test("previews that lack the same field say so once, together", async () => {
  const transport = withAlice();
  const problem = { code: "invalid_field", field: "Client ID", problem: "required" } as const;
  transport.previews = (["authorization", "token", "refresh"] as const).map((part) => ({
    group: part,
    request: undefined,
    problem,
  }));
  renderOptions(transport, "#/oauths/alice");
  expect(await screen.findAllByText("“Client ID” is empty. Fill it in.")).toHaveLength(1);
  expect(
    screen.getByRole("heading", { name: "Authorization request, Token request, and Refresh request" }),
  ).toBeTruthy();
});

test("the form is accessible, whole and with an error", async () => {
  const transport = withAlice();
  const { container } = renderOptions(transport, "#/oauths/alice");
  await box("Name");
  click("Advanced");
  for (const add of screen.getAllByRole("button", { name: "Add parameter" })) fireEvent.click(add);
  click("Add variable");
  await type("Client ID", "");
  click("Save");
  await screen.findByRole("alert");
  await expectAccessible(container);
});

test("a profile that was deleted meanwhile leads back to the list", async () => {
  renderOptions(new FakeTransport(), "#/oauths/gone");
  expect((await screen.findByRole("alert")).textContent).toContain("This no longer exists");
  click("Back to the list");
  expect(await screen.findByRole("heading", { name: "OAuths" })).toBeTruthy();
});
