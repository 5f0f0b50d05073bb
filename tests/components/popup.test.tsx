// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import type { ErrorData } from "../../lib/domain/errors.ts";
import type { PermissionSet } from "../../lib/domain/permission-set.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderPopup } from "./support/render.tsx";
import { host, profile, snapshot, token, validProfile } from "./support/samples.ts";

const LOGIN: PermissionSet = {
  origins: ["https://login.example.com/*"],
  permissions: [],
};
const INVALID_CLIENT: ErrorData = {
  code: "token_refused",
  error: "invalid_client",
  errorDescription: "Client authentication failed",
  host: "login.example.com",
  status: 401,
};

function item(name: string): Promise<HTMLElement> {
  return screen.findByRole("listitem", { name });
}

function region(): HTMLElement {
  return screen.getByRole("region", { name: "This page" });
}

describe("before the worker has answered", () => {
  test("the popup already shows its frame and both ways to Manage OAuth", () => {
    const transport = new FakeTransport();
    transport.hold("getSnapshot");
    renderPopup(transport);
    expect(screen.getByRole("region", { name: "This page" })).toBeTruthy();
    // It would be moved by what comes above it.
    expect(screen.queryByRole("heading", { name: "OAuth profiles" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Add OAuth" }));
    fireEvent.click(screen.getByRole("button", { name: "Manage OAuth" }));
    expect(transport.opened).toEqual(["#/oauths/new", "as it is"]);
  });
});

describe("the list of profiles", () => {
  test("names each profile with its status in words", async () => {
    const expired = token(-5);
    const failed = { error: INVALID_CLIENT, atMs: Date.now(), retryAtMs: undefined, attempts: 1 };
    renderPopup(
      new FakeTransport(
        snapshot({
          profiles: [
            validProfile("alice", "Alice"),
            profile("bob", "Bob"),
            profile("old", "Old", {
              token: expired,
              status: { kind: "expired", expiresAtMs: expired.expiresAtMs ?? 0, problem: undefined },
            }),
            profile("ci", "CI", { status: { kind: "failed", problem: failed } }),
            profile("perm", "Perm", { status: { kind: "authorizing", step: "permission", sinceMs: 0 } }),
          ],
        }),
      ),
    );
    expect(within(await item("Alice")).getByText("Valid for 42 min")).toBeTruthy();
    expect(within(await item("Bob")).getByText("Not authorized")).toBeTruthy();
    expect(within(await item("Old")).getByText("Expired")).toBeTruthy();
    const status = within(await item("CI")).getByText("Refused: invalid_client");
    expect(status.querySelector("wbr")?.nextSibling?.textContent).toBe("client");
    expect(within(await item("Perm")).getByText("Waiting for permission")).toBeTruthy();
    expect(within(screen.getByRole("list", { name: "OAuth profiles" })).getAllByRole("listitem")).toHaveLength(5);
  });

  test("tells before that Copy token opens the sign-in window", async () => {
    const machine = profile("ci", "CI", { grantType: "client_credentials" });
    renderPopup(new FakeTransport(snapshot({ profiles: [validProfile("a", "A"), profile("b", "B"), machine] })));
    const titles = ["A", "B", "CI"].map(async (name) =>
      within(await item(name))
        .getByRole("button", { name: "Copy token" })
        .getAttribute("title"),
    );
    expect(await Promise.all(titles)).toEqual([null, "Opens the sign-in window first", null]);
  });

  test("says Renew with a token present and Authorize without", async () => {
    renderPopup(new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice"), profile("bob", "Bob")] })));
    expect(within(await item("Alice")).getByRole("button", { name: "Renew" })).toBeTruthy();
    expect(within(await item("Alice")).queryByRole("button", { name: "Authorize" })).toBeNull();
    expect(within(await item("Bob")).getByRole("button", { name: "Authorize" })).toBeTruthy();
  });

  test("a fresh failure is an alert that quotes the server and leads to the exchange", async () => {
    const failed = {
      error: { ...INVALID_CLIENT, traceId: "t 1" },
      atMs: Date.now(),
      retryAtMs: undefined,
      attempts: 1,
    };
    const transport = new FakeTransport(
      snapshot({ profiles: [profile("ci", "CI", { status: { kind: "failed", problem: failed } })] }),
    );
    renderPopup(transport);
    const alert = within(await item("CI")).getByRole("alert");
    expect(alert.textContent).toContain("“invalid_client: Client authentication failed”");
    fireEvent.click(within(alert).getByRole("button", { name: "See the exchange" }));
    expect(transport.opened).toEqual(["#/activity/t%201"]);
  });

  test.each([
    ["Authorize", undefined],
    ["Renew", token(5)],
  ])("what has to be pressed is called as the button is: %s", async (name, present) => {
    const problem = { error: { code: "needs_authorization" }, atMs: 1, retryAtMs: undefined, attempts: 1 } as const;
    const alice = profile("alice", "Alice", { token: present, status: { kind: "expired", expiresAtMs: 1, problem } });
    const transport = new FakeTransport(snapshot({ profiles: [alice] }));
    renderPopup(transport);
    await screen.findByText(`The token can't be renewed without you. Press ${name}.`);
    transport.fail("authorize", { code: "authorization_canceled" });
    fireEvent.click(screen.getByRole("button", { name }));
    await screen.findByText(`The authorization was canceled. Press ${name} to start again.`);
  });

  test("a failure that passes says when it is tried again by itself", async () => {
    const retryAtMs = Date.now() + 60_000;
    const error = { code: "retry_later", status: 503, host: "auth.example.com" } as const;
    const failed = { error, atMs: Date.now(), retryAtMs, attempts: 1 };
    const status = { kind: "valid", expiresAtMs: Date.now() + 600_000, problem: failed } as const;
    renderPopup(new FakeTransport(snapshot({ profiles: [profile("ci", "CI", { status })] })));
    const time = new Date(retryAtMs).toLocaleTimeString("en", {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    expect(within(await item("CI")).getByRole("alert").textContent).toContain(`Next try at ${time}.`);
  });

  test("an address that is not there is called the Access token URL", async () => {
    const error: ErrorData = { code: "http_status", status: 404, host: "login.example.com", traceId: "t1" };
    const failed = { error, atMs: Date.now(), retryAtMs: undefined, attempts: 1 };
    renderPopup(
      new FakeTransport(snapshot({ profiles: [profile("ci", "CI", { status: { kind: "failed", problem: failed } })] })),
    );
    const alert = within(await item("CI")).getByRole("alert");
    expect(alert.textContent).toContain("HTTP 404: check the Access token URL.");
    expect(within(alert).getByRole("button", { name: "See the exchange" })).toBeTruthy();
  });

  test("text from a server is shown as text", async () => {
    const failed = {
      error: { ...INVALID_CLIENT, errorDescription: "<img src=x onerror=alert(1)>" },
      atMs: 0,
      retryAtMs: undefined,
      attempts: 1,
    };
    const { container } = renderPopup(
      new FakeTransport(snapshot({ profiles: [profile("ci", "CI", { status: { kind: "failed", problem: failed } })] })),
    );
    expect((await item("CI")).textContent).toContain("<img src=x onerror=alert(1)>");
    expect(container.querySelector("img")).toBeNull();
  });

  test("has a search box from eight profiles on", async () => {
    const seven = Array.from({ length: 7 }, (_, index) => profile(`p${index}`, `Profile ${index}`));
    const transport = new FakeTransport(snapshot({ profiles: seven }));
    renderPopup(transport);
    await item("Profile 6");
    expect(screen.queryByRole("searchbox")).toBeNull();
    transport.change({ profiles: [...seven, profile("bob", "Bob of staging")] });
    const search = await screen.findByRole("searchbox", { name: "Search profiles" });
    fireEvent.input(search, { target: { value: "STAGING bob" } });
    await waitFor(() => expect(screen.getAllByRole("listitem")).toHaveLength(1));
    expect(await item("Bob of staging")).toBeTruthy();
    fireEvent.input(search, { target: { value: "nobody" } });
    expect(await screen.findByText("No profile has “nobody” in its name, client ID or server.")).toBeTruthy();
  });

  test("goes from the search on to the first hit's main button, and presses nothing", async () => {
    const eight = Array.from({ length: 8 }, (_, index) => profile(`p${index}`, `Profile ${index}`));
    const transport = new FakeTransport(snapshot({ profiles: [...eight, validProfile("alice", "Alice")] }));
    renderPopup(transport);
    const search = await screen.findByRole("searchbox", { name: "Search profiles" });
    search.focus();
    fireEvent.keyDown(search, { key: "Enter" });
    fireEvent.keyDown(search, { key: "ArrowDown", isComposing: true });
    expect(document.activeElement).toBe(search);
    fireEvent.keyDown(search, { key: "ArrowDown" });
    expect(document.activeElement).toBe(within(await item("Profile 0")).getByRole("button", { name: "Authorize" }));
    search.focus();
    fireEvent.input(search, { target: { value: "alice" } });
    await waitFor(() => expect(screen.getAllByRole("listitem")).toHaveLength(1));
    fireEvent.keyDown(search, { key: "Enter" });
    expect(document.activeElement).toBe(within(await item("Alice")).getByRole("button", { name: "Copy token" }));
    expect([...transport.sentOf("authorize"), ...transport.sentOf("copyToken")]).toEqual([]);
  });

  test("tells what is cut off of a long address", async () => {
    const long = `https://${"a-long-name.".repeat(6)}example.com`;
    const transport = new FakeTransport(snapshot({ hosts: [host(long)] }));
    const page = long.replaceAll("a-long", "another");
    transport.tabInFront = `${page}/reference`;
    renderPopup(transport);
    expect((await screen.findByRole("button", { name: /^Let this page call/u })).title).toBe(long);
    const shown = page.replace("https://", "");
    expect(screen.getByText(shown).title).toBe(shown);
  });
});

describe("Authorize", () => {
  test("asks the browser in the same click, after the command was sent and before it was answered", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob", { missing: LOGIN })] }));
    renderPopup(transport);
    const button = within(await item("Bob")).getByRole("button", { name: "Authorize" });
    transport.hold("authorize");
    transport.log.length = 0;
    fireEvent.click(button);
    expect(transport.log).toEqual(["authorize", "prompt"]);
    expect(transport.asked).toEqual([LOGIN]);
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toEqual([{ granted: true }]));
  });

  test("tells the worker that access was denied", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob", { missing: LOGIN })] }));
    transport.granted = false;
    renderPopup(transport);
    fireEvent.click(within(await item("Bob")).getByRole("button", { name: "Authorize" }));
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toEqual([{ granted: false }]));
  });

  test("asks for nothing when nothing is missing", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob")] }));
    renderPopup(transport);
    fireEvent.click(within(await item("Bob")).getByRole("button", { name: "Authorize" }));
    expect(transport.sentOf("authorize")).toEqual([{ profileId: "bob" }]);
    expect(transport.asked).toEqual([]);
  });

  test("can be canceled while the sign-in window is open, which can be shown", async () => {
    const transport = new FakeTransport(
      snapshot({
        profiles: [profile("bob", "Bob", { status: { kind: "authorizing", step: "authorization", sinceMs: 0 } })],
      }),
    );
    renderPopup(transport);
    const row = await item("Bob");
    expect(within(row).getByText("Sign-in window open")).toBeTruthy();
    fireEvent.click(within(row).getByRole("button", { name: "Show sign-in window" }));
    expect(transport.sentOf("showSignIn")).toHaveLength(1);
    fireEvent.click(within(row).getByRole("button", { name: "Cancel" }));
    expect(transport.sentOf("cancelAuthorize")).toEqual([{ profileId: "bob" }]);
  });

  test("while its page still loads: there is no window to show, which is said", async () => {
    const authorizing = (step: "authorization" | "token") => ({
      profiles: [profile("bob", "Bob", { status: { kind: "authorizing", step, sinceMs: 0 } })],
    });
    const transport = new FakeTransport(snapshot(authorizing("authorization")));
    transport.isSignInShown = false;
    renderPopup(transport);
    fireEvent.click(within(await item("Bob")).getByRole("button", { name: "Show sign-in window" }));
    expect(await screen.findByText("The sign-in page is still loading")).toBeTruthy();
    transport.change(authorizing("token"));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Show sign-in window" })).toBeNull());
  });

  test("when it was interrupted unseen, showing its window tells so", async () => {
    const bob = (status: ProfileSummary["status"]) => snapshot({ profiles: [profile("bob", "Bob", { status })] });
    const transport = new FakeTransport(bob({ kind: "authorizing", step: "authorization", sinceMs: 0 }));
    transport.isSignInShown = false;
    renderPopup(transport);
    const button = within(await item("Bob")).getByRole("button", { name: "Show sign-in window" });
    const error = { code: "authorization_interrupted" } as const;
    const problem = { error, atMs: Date.now(), retryAtMs: undefined, attempts: 1 };
    transport.snapshot = bob({ kind: "failed", problem });
    fireEvent.click(button);
    expect((await within(await item("Bob")).findByRole("alert")).textContent).toContain(
      "The browser stopped the extension",
    );
    expect(screen.queryByText(/still loading/u)).toBeNull();
  });

  test("a second click while the first is on its way does nothing and keeps the focus", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob")] }));
    renderPopup(transport);
    const button = within(await item("Bob")).getByRole("button", { name: "Authorize" });
    const release = transport.hold("authorize");
    button.focus();
    fireEvent.click(button);
    await waitFor(() => expect(button.getAttribute("aria-disabled")).toBe("true"));
    fireEvent.click(button);
    expect(transport.sentOf("authorize")).toHaveLength(1);
    expect(document.activeElement).toBe(button);
    release();
    await waitFor(() => expect(button.hasAttribute("aria-disabled")).toBe(false));
  });
});

describe("Copy token", () => {
  test("says Copied in a live region", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [validProfile("alice", "Alice")] }));
    renderPopup(transport);
    fireEvent.click(within(await item("Alice")).getByRole("button", { name: "Copy token" }));
    const notice = await screen.findByText("Copied: token of Alice");
    expect(notice.closest("output, [role=status]")).not.toBeNull();
    expect(transport.sentOf("copyToken")).toEqual([{ profileId: "alice" }]);
  });

  test("asks in the same click for the server it needs, leaves the intent with the worker, and carries on after Allow", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob", { missing: LOGIN })] }));
    const answer = Promise.withResolvers<boolean>();
    transport.granted = answer.promise;
    renderPopup(transport);
    const button = within(await item("Bob")).getByRole("button", { name: "Copy token" });
    transport.log.length = 0;
    fireEvent.click(button);
    expect(transport.log).toEqual(["authorize", "prompt"]);
    expect(transport.sentOf("authorize")).toEqual([{ profileId: "bob", copy: {} }]);
    answer.resolve(true);
    expect(await screen.findByText("Copied: token of Bob")).toBeTruthy();
    expect(transport.log).toEqual(["authorize", "prompt", "permissionsAnswered", "copyToken"]);
  });

  test("copies nothing after Deny", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob", { missing: LOGIN })] }));
    transport.granted = false;
    renderPopup(transport);
    fireEvent.click(within(await item("Bob")).getByRole("button", { name: "Copy token" }));
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toEqual([{ granted: false }]));
    fireEvent.click(within(await item("Bob")).getByRole("button", { name: "Authorize" }));
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toHaveLength(2));
    expect(transport.sentOf("copyToken")).toEqual([]);
  });

  test("says under the profile why it could not", async () => {
    const transport = new FakeTransport(
      snapshot({ profiles: [validProfile("alice", "Alice"), profile("bob", "Bob")] }),
    );
    transport.fail("copyToken", { code: "clipboard_failed" });
    renderPopup(transport);
    fireEvent.click(within(await item("Alice")).getByRole("button", { name: "Copy token" }));
    const alert = await within(await item("Alice")).findByRole("alert");
    expect(alert.textContent).toContain("The browser refused access to the clipboard.");
    expect(within(await item("Bob")).queryByRole("alert")).toBeNull();
  });
});

describe("This page", () => {
  const profiles = [validProfile("alice", "Alice"), profile("bob", "Bob")];

  test("shows the host in front and who gets the token", async () => {
    renderPopup(
      new FakeTransport(
        snapshot({
          profiles,
          hosts: [host("https://api.example.com", { callingPages: ["https://docs.example.com"] })],
        }),
      ),
    );
    expect(await within(region()).findByText("docs.example.com")).toBeTruthy();
    expect(
      await within(region()).findByText("Requests from this page to https://api.example.com carry the token of Alice."),
    ).toBeTruthy();
    const select = within(region()).getByRole("combobox", { name: "Authentication type" });
    expect(
      within(select)
        .getAllByRole("option")
        .map(({ textContent }) => textContent),
    ).toEqual(["None", "Alice", "Bob"]);
  });

  test("an API host's own pages are in play, its wildcard's subdomains too, and no look-alike", async () => {
    const transport = new FakeTransport(
      snapshot({
        profiles,
        hosts: [host("https://*.example.com"), host("https://evil-docs.example.com"), host("http://docs.example.com")],
      }),
    );
    renderPopup(transport);
    expect(await within(region()).findByRole("listitem", { name: "*.example.com" })).toBeTruthy();
    expect(within(region()).getAllByRole("listitem")).toHaveLength(1);
  });

  test("another Authentication type is kept at once", async () => {
    const transport = new FakeTransport(snapshot({ profiles, hosts: [host("https://docs.example.com")] }));
    renderPopup(transport);
    const select = await within(region()).findByRole("combobox", { name: "Authentication type" });
    fireEvent.change(select, { target: { value: "bob" } });
    expect(transport.sentOf("saveHost")[0]?.["host"]).toMatchObject({
      id: "host-https://docs.example.com",
      profileId: "bob",
    });
    fireEvent.change(select, { target: { value: "" } });
    expect(transport.sentOf("saveHost")[1]?.["host"]).toMatchObject({ profileId: null });
  });

  test("Allow access asks for exactly what is missing", async () => {
    const missing: PermissionSet = { origins: ["https://docs.example.com/*"], permissions: ["webRequest"] };
    const transport = new FakeTransport(
      snapshot({ profiles, hosts: [host("https://docs.example.com", {}, { attaching: "no_permission", missing })] }),
    );
    renderPopup(transport);
    fireEvent.click(await within(region()).findByRole("button", { name: "Allow access" }));
    expect(transport.asked).toEqual([missing]);
    await waitFor(() => expect(transport.sentOf("permissionsAnswered")).toEqual([{ granted: true }]));
  });

  test.each([
    ["off", "Turn on", "saveHost"],
    ["not_authorized", "Authorize", "authorize"],
  ] as const)("when it is %s, the button %s mends it", async (attaching, name, command) => {
    const transport = new FakeTransport(
      snapshot({ profiles, hosts: [host("https://docs.example.com", { profileId: "bob" }, { attaching })] }),
    );
    renderPopup(transport);
    fireEvent.click(await within(region()).findByRole("button", { name }));
    expect(transport.sentOf(command)).toHaveLength(1);
  });

  test("another API host is offered, and asked for together with the page in one click", async () => {
    const missing: PermissionSet = { origins: ["https://api.example.com/*"], permissions: ["webRequest"] };
    const transport = new FakeTransport(
      snapshot({ profiles, hosts: [host("https://api.example.com", {}, { missing })] }),
    );
    renderPopup(transport);
    const button = await within(region()).findByRole("button", { name: "Let this page call api.example.com" });
    transport.log.length = 0;
    fireEvent.click(button);
    expect(transport.log.slice(0, 2)).toEqual(["saveHost", "prompt"]);
    expect(transport.sentOf("saveHost")[0]?.["host"]).toMatchObject({ addedPage: "https://docs.example.com" });
    expect(transport.asked).toEqual([
      { origins: ["https://api.example.com/*", "https://docs.example.com/*"], permissions: ["webRequest"] },
    ]);
  });

  test("that no API host lists is told so", async () => {
    renderPopup(new FakeTransport(snapshot({ profiles, hosts: [host("https://api.example.com")] })));
    expect(
      await within(region()).findByText(
        "Requests from this page carry no token: it is not listed as a page that may call an API host.",
      ),
    ).toBeTruthy();
  });

  test("without any API host, a button leads to adding one for this page", async () => {
    const transport = new FakeTransport(snapshot({ profiles }));
    renderPopup(transport);
    fireEvent.click(await within(region()).findByRole("button", { name: "Add API host" }));
    expect(transport.opened).toEqual(["#/hosts/new?page=https%3A%2F%2Fdocs.example.com"]);
  });

  test("a page of the browser itself is told apart", async () => {
    const transport = new FakeTransport(snapshot({ profiles }));
    transport.tabInFront = "chrome://extensions";
    renderPopup(transport);
    expect(await within(region()).findByText(/^Open a web page/u)).toBeTruthy();
  });
});

test("the popup is accessible, empty and full", async () => {
  const transport = new FakeTransport();
  const { container } = renderPopup(transport);
  await screen.findByText("No OAuth profile yet");
  await expectAccessible(container);
  const failed = { error: INVALID_CLIENT, atMs: Date.now(), retryAtMs: undefined, attempts: 1 };
  transport.change({
    profiles: [validProfile("alice", "Alice"), profile("ci", "CI", { status: { kind: "failed", problem: failed } })],
    hosts: [host("https://docs.example.com"), host("https://other.example.com")],
  });
  await item("CI");
  await expectAccessible(container);
});

test("a profile that lacks its Client Secret says so, and one button leads to the field", async () => {
  const machine = profile("ci", "CI", { grantType: "client_credentials", missingSecret: "needed" });
  const transport = new FakeTransport(snapshot({ profiles: [machine] }));
  renderPopup(transport);
  const row = within(await item("CI"));
  expect(row.getByText("Client Secret missing")).toBeTruthy();
  fireEvent.click(row.getByRole("button", { name: "Enter secret" }));
  expect(transport.opened).toEqual(["#/oauths/ci/secret"]);
});

test("a profile that has no Client Secret, which some servers want, says so until it has a token", async () => {
  const none = { missingSecret: "sent" } as const;
  const profiles = [profile("a", "Untried", none), { ...validProfile("b", "Proved"), ...none }];
  renderPopup(new FakeTransport(snapshot({ profiles })));
  expect(within(await item("Untried")).getByText("Without Client Secret")).toBeTruthy();
  expect(within(await item("Proved")).queryByText("Without Client Secret")).toBeNull();
});

test("Authorize beside an API host leads to the Client Secret that lacks", async () => {
  const machine = profile("ci", "CI", { grantType: "client_credentials", missingSecret: "needed" });
  const page = "https://docs.example.com";
  const called = host("https://api.example.com", { callingPages: [page], profileId: "ci" });
  const transport = new FakeTransport(
    snapshot({ profiles: [machine], hosts: [{ ...called, attaching: "not_authorized" }] }),
  );
  renderPopup(transport);
  const row = within(await item("api.example.com"));
  fireEvent.click(row.getByRole("button", { name: "Authorize" }));
  expect(transport.opened).toEqual(["#/oauths/ci/secret"]);
  expect(transport.sentOf("authorize")).toEqual([]);
});

test("a hit by client ID shows it", async () => {
  const profiles = Array.from({ length: 8 }, (_, index) => profile(`p${index}`, `Orders ${index}`));
  renderPopup(new FakeTransport(snapshot({ profiles })));
  const search = await screen.findByRole("searchbox", { name: "Search profiles" });
  expect(search).toHaveProperty("placeholder", "Search by name, client ID or server");
  fireEvent.input(search, { target: { value: "client-p3" } });
  await waitFor(() => expect(screen.queryByRole("listitem", { name: "Orders 4" })).toBeNull());
  expect(within(await item("Orders 3")).getByText("Client ID: client-p3")).toBeTruthy();
});
