// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions } from "./support/render.tsx";

const ISSUER = "https://login.example.com";
const DISCOVERED = {
  issuer: ISSUER,
  authorizationUrl: `${ISSUER}/authorize`,
  tokenUrl: `${ISSUER}/token`,
  clientAuthentication: "body",
} as const;

function withServer(): FakeTransport {
  const transport = new FakeTransport();
  transport.discovered = DISCOVERED;
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

async function discover(issuer: string): Promise<void> {
  await type("Issuer or discovery address", issuer);
  click("Discover");
}

describe("discovery", () => {
  test("asks the browser in the same click, fills the form and says with what", async () => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    await type("Name", "Mine");
    await discover(ISSUER);
    expect(transport.asked).toEqual([{ origins: ["https://login.example.com/*"], permissions: [] }]);
    const filled = await screen.findByRole("region", { name: `Filled from ${ISSUER}` });
    expect(
      within(filled)
        .getByText(/Filled from/u)
        .closest("p")?.textContent,
    ).toBe(`Filled from ${ISSUER}: Authorization URL, Access token URL, Issuer, and Client authentication.`);
    expect((await box("Access token URL")).value).toBe(`${ISSUER}/token`);
    expect((await box("Name")).value).toBe("Mine");
    expect(transport.sentOf("discoverServer")).toMatchObject([{ issuer: ISSUER, profile: { name: "Mine" } }]);
  });

  test("asks an issuer that was typed without its scheme", async () => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    await type("Issuer or discovery address", "login.example.com");
    fireEvent.blur(await box("Issuer or discovery address"));
    await waitFor(async () => expect((await box("Issuer or discovery address")).value).toBe(ISSUER));
    await discover("login.example.com");
    await waitFor(() => expect(transport.sentOf("discoverServer")).toMatchObject([{ issuer: ISSUER }]));
  });

  test("keeps what is typed while the server is asked", async () => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    const release = transport.hold("discoverServer");
    await discover(ISSUER);
    await waitFor(() => expect(transport.sentOf("discoverServer")).toHaveLength(1));
    await type("Client ID", "client-9");
    await type("Access token URL", "https://other.example.com/token");
    release();
    await screen.findByRole("region", { name: `Filled from ${ISSUER}` });
    expect((await box("Client ID")).value).toBe("client-9");
    expect((await box("Access token URL")).value).toBe("https://other.example.com/token");
    expect((await box("Authorization URL")).value).toBe(`${ISSUER}/authorize`);
  });

  test("is undone with one click", async () => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    await discover(ISSUER);
    await screen.findByRole("region", { name: `Filled from ${ISSUER}` });
    await type("Client ID", "client-9");
    click("Undo");
    await waitFor(() =>
      expect(transport.draft?.content?.profile).toMatchObject({
        issuer: "",
        tokenUrl: "",
        clientAuthentication: "basic",
        clientId: "client-9",
      }),
    );
  });

  test("fills nothing when the issuer differs, names both, and leads to the exchange", async () => {
    const transport = withServer();
    transport.fail("discoverServer", {
      code: "discovery_issuer_mismatch",
      expected: ISSUER,
      actual: "https://evil.example.com",
      traceId: "t1",
    });
    const { container } = renderOptions(transport, "#/oauths/new");
    await discover(ISSUER);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Expected “https://login.example.com”, got “https://evil.example.com”.");
    expect((await box("Access token URL")).value).toBe("");
    await expectAccessible(container);
    fireEvent.click(within(alert).getByRole("button", { name: "See the exchange" }));
    await waitFor(() => expect(window.location.hash).toBe("#/activity/t1"));
  });

  test.each([
    ["", "“Issuer or discovery address” is empty. Fill it in."],
    ["login", "“Issuer or discovery address” is not a web address."],
  ])("of %j is refused before the browser asks for anything", async (issuer, words) => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    await discover(issuer);
    await waitFor(async () =>
      expect((await box("Issuer or discovery address")).getAttribute("aria-invalid")).toBe("true"),
    );
    expect(screen.getByText((text) => text.startsWith(words))).toBeTruthy();
    expect(transport.asked).toEqual([]);
  });

  test("over plain http waits until that is accepted", async () => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    await discover("http://login.example.com");
    expect(await screen.findByText(/uses plain http, where anyone on the way/u)).toBeTruthy();
    expect(transport.asked).toEqual([]);
    fireEvent.click(await screen.findByRole("checkbox", { name: "Allow plain http for this profile" }));
    click("Discover");
    await waitFor(() =>
      expect(transport.sentOf("discoverServer")).toMatchObject([{ profile: { allowInsecureHttp: true } }]),
    );
  });

  test("says so when the browser's prompt was denied, and sends nothing", async () => {
    const transport = withServer();
    transport.granted = false;
    renderOptions(transport, "#/oauths/new");
    await discover(ISSUER);
    expect((await screen.findByRole("alert")).textContent).toContain("has not allowed access to login.example.com");
    expect(transport.sentOf("discoverServer")).toEqual([]);
  });

  test("says that redirects are not followed", async () => {
    const transport = withServer();
    transport.fail("discoverServer", { code: "redirected", host: "login.example.com", status: 302 });
    renderOptions(transport, "#/oauths/new");
    await discover(ISSUER);
    expect((await screen.findByRole("alert")).textContent).toContain("Type the issuer that it leads to.");
  });

  test("brings nothing back into a form that was left meanwhile", async () => {
    const transport = withServer();
    renderOptions(transport, "#/oauths/new");
    await screen.findByRole("list", { name: "Providers" });
    const release = transport.hold("discoverServer");
    await discover(ISSUER);
    await waitFor(() => expect(transport.sentOf("discoverServer")).toHaveLength(1));
    click("Cancel");
    await screen.findByRole("heading", { name: "OAuths" });
    await act(async () => {
      release();
      // Comes after the answer that was held.
      await transport.send("getSnapshot", {});
    });
    expect(transport.sentOf("keepProfileForm")).toEqual([]);
  });
});
