// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { newProfile, type OAuthProfile } from "../../lib/domain/profile.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";
import { AS_OPENED, profile, snapshot } from "./support/samples.ts";

async function box(name: string): Promise<HTMLInputElement> {
  return screen.findByLabelText<HTMLInputElement>(name, { selector: "input" });
}

async function type(name: string, value: string): Promise<void> {
  fireEvent.input(await box(name), { target: { value } });
}

function click(name: string | RegExp): void {
  fireEvent.click(screen.getByRole("button", { name }));
}

async function choose(name: string): Promise<void> {
  fireEvent.click(await screen.findByRole("button", { name }));
  await screen.findByRole("region", { name: `Filled from ${name}` });
}

function found(): (string | null)[] {
  return within(screen.getByRole("list", { name: "Providers" }))
    .getAllByRole("button")
    .map(({ textContent }) => textContent);
}

function kept(transport: FakeTransport): OAuthProfile | undefined {
  return transport.draft?.content?.profile;
}

const ALICE: OAuthProfile = { ...newProfile("alice", 1), name: "Alice", clientId: "client-1", scope: "mine" };

function withAlice(): FakeTransport {
  const transport = new FakeTransport(snapshot({ profiles: [profile("alice", "Alice")] }));
  transport.profiles.set("alice", ALICE);
  return transport;
}

describe("the picker", () => {
  test("stands open above an empty form, with every provider", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await screen.findByRole("list", { name: "Providers" });
    expect(found()).toEqual(expect.arrayContaining(["GitHub", "Google", "Slack (user token)"]));
    expect(screen.getByRole("button", { name: "Start from a provider" }).getAttribute("aria-expanded")).toBe("true");
  });

  test("is closed for a saved profile until it is wanted", async () => {
    renderOptions(withAlice(), "#/oauths/alice");
    await box("Name");
    expect(screen.queryByRole("searchbox", { name: "Search providers" })).toBeNull();
    click("Start from a provider");
    expect(await screen.findByRole("searchbox", { name: "Search providers" })).toBeTruthy();
  });

  test("is closed over what was typed earlier", async () => {
    const transport = new FakeTransport();
    transport.draft = {
      form: {
        draftId: "new",
        profileId: null,
        profile: ALICE,
        ...AS_OPENED,
      },
      content: { draftId: "new", profile: ALICE, secrets: {} },
    };
    renderOptions(transport, "#/oauths/new");
    await screen.findByText("Restored what you had typed");
    expect(screen.queryByRole("searchbox", { name: "Search providers" })).toBeNull();
    click("Discard");
    expect(await screen.findByRole("searchbox", { name: "Search providers" })).toBeTruthy();
  });

  test("finds by words, and says when nothing fits", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await screen.findByRole("list", { name: "Providers" });
    await type("Search providers", "slack user");
    await waitFor(() => expect(found()).toEqual(["Slack (user token)"]));
    await type("Search providers", "nobody");
    expect(await screen.findByText(/^No provider fits “nobody”\./u)).toBeTruthy();
  });

  test("takes arrow keys, and Enter in the search box takes the first", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await screen.findByRole("list", { name: "Providers" });
    await type("Search providers", "gitl");
    await waitFor(() => expect(found()).toEqual(["GitLab"]));
    await type("Search providers", "git");
    await waitFor(() => expect(found()).toEqual(["GitHub", "GitLab", "DigitalOcean"]));
    fireEvent.keyDown(await box("Search providers"), { key: "ArrowDown" });
    expect(document.activeElement?.textContent).toBe("GitHub");
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowDown" });
    expect(document.activeElement?.textContent).toBe("GitLab");
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowRight" });
    expect(document.activeElement?.textContent).toBe("DigitalOcean");
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowLeft" });
    expect(document.activeElement?.textContent).toBe("GitLab");
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "End" });
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "ArrowDown" });
    expect(document.activeElement?.textContent).toBe("DigitalOcean");
    fireEvent.keyDown(document.activeElement ?? document.body, { key: "Home" });
    expect(document.activeElement?.textContent).toBe("GitHub");
    fireEvent.keyDown(await box("Search providers"), { key: "Enter" });
    expect(await screen.findByRole("region", { name: "Filled from GitHub" })).toBeTruthy();
  });
});

describe("choosing a provider", () => {
  test("fills the form, says with what, and leads to its documentation", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await choose("GitHub");
    expect((await box("Name")).value).toBe("GitHub");
    expect((await box("Authorization URL")).value).toBe("https://github.com/login/oauth/authorize");
    await waitFor(() => expect(kept(transport)).toMatchObject({ name: "GitHub" }));
    const filled = within(screen.getByRole("region", { name: "Filled from GitHub" }));
    expect(filled.getByText(/Filled from/u).closest("p")?.textContent).toMatch(
      /^Filled from GitHub: Name, Authorization URL, Access token URL, .*Scope/u,
    );
    const link = filled.getByRole("link", { name: "Documentation of GitHub" });
    expect(link.getAttribute("href")).toMatch(/^https:\/\/docs\.github\.com\//u);
    expect(link.getAttribute("target")).toBe("_blank");
    expect(link.getAttribute("rel")).toBe("noreferrer");
  });

  test("keeps the name and the client that were typed", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new");
    await type("Name", "Mine");
    await type("Client ID", "client-9");
    await choose("GitHub");
    expect((await box("Name")).value).toBe("Mine");
    expect((await box("Client ID")).value).toBe("client-9");
  });

  test("gives a name that is free", async () => {
    renderOptions(new FakeTransport(snapshot({ profiles: [profile("g", "github")] })), "#/oauths/new");
    await choose("GitHub");
    expect((await box("Name")).value).toBe("GitHub 2");
  });

  test("asks for the provider's variables, with an example, and shows them under Variables too", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await choose("Shopify");
    const shop = within(screen.getByRole("region", { name: "Filled from Shopify" })).getByRole<HTMLInputElement>(
      "textbox",
    );
    expect(shop.placeholder).not.toBe("");
    expect(document.activeElement).toBe(shop);
    fireEvent.input(shop, { target: { value: "acme" } });
    await waitFor(() => expect(Object.values(kept(transport)?.variables ?? {})).toEqual(["acme"]));
    await waitFor(async () => expect((await box("Variable value")).value).toBe("acme"));
    fireEvent.input(await box("Variable value"), { target: { value: "acme-eu" } });
    await waitFor(() => expect(shop.value).toBe("acme-eu"));
  });

  test("lists its grants, and asks for what each needs, with what was typed before", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await choose("Box");
    const filled = within(screen.getByRole("region", { name: "Filled from Box" }));
    expect(filled.getAllByRole("radio").map((radio) => radio.closest("label")?.textContent)).toEqual([
      "Authorization Code",
      "Client Credentials",
    ]);
    expect(filled.queryByRole("textbox")).toBeNull();
    fireEvent.click(filled.getByRole("radio", { name: "Client Credentials" }));
    fireEvent.input(await filled.findByRole("textbox"), { target: { value: "987" } });
    fireEvent.click(filled.getByRole("radio", { name: "Authorization Code" }));
    await waitFor(() => expect(filled.queryByRole("textbox")).toBeNull());
    await waitFor(() => expect(kept(transport)?.grantType).toBe("authorization_code"));
    fireEvent.click(filled.getByRole("radio", { name: "Client Credentials" }));
    await waitFor(() =>
      expect(kept(transport)).toMatchObject({
        name: "Box",
        grantType: "client_credentials",
        variables: { enterprise_id: "987" },
        parameters: { token: { added: [{ name: "box_subject_type" }, { name: "box_subject_id" }] } },
      }),
    );
  });

  test("after another one leaves nothing of that, and takes the new one's name", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await choose("Shopify");
    click("Start from a provider");
    await choose("GitHub");
    await waitFor(() =>
      expect(kept(transport)).toMatchObject({ name: "GitHub", variables: {}, headerPrefix: "Bearer" }),
    );
  });
});

describe("Undo", () => {
  test("brings back what was there, and the picker", async () => {
    const transport = withAlice();
    renderOptions(transport, "#/oauths/alice");
    await box("Name");
    click("Start from a provider");
    await choose("Shopify");
    screen.getByRole("button", { name: "Undo" }).focus();
    click("Undo");
    await waitFor(() => expect(kept(transport)).toEqual(ALICE));
    const search = await screen.findByRole("searchbox", { name: "Search providers" });
    expect(document.activeElement).toBe(search);
    expect(screen.queryByRole("region", { name: "Filled from Shopify" })).toBeNull();
    expect(screen.queryByLabelText("Variable value")).toBeNull();
  });

  test("keeps what was typed since", async () => {
    const transport = new FakeTransport();
    renderOptions(transport, "#/oauths/new");
    await choose("GitHub");
    await type("Client ID", "client-9");
    await type("Scope", "repo");
    click("Undo");
    await waitFor(() => expect(kept(transport)).toMatchObject({ authorizationUrl: "", name: "" }));
    expect(kept(transport)).toMatchObject({ clientId: "client-9", scope: "repo" });
  });
});

test("picker and filled form are accessible", async () => {
  const { container } = renderOptions(new FakeTransport(), "#/oauths/new");
  await screen.findByRole("list", { name: "Providers" });
  await expectAccessible(container);
  await choose("Box");
  await expectAccessible(container);
});
