import { fireEvent, screen, waitFor } from "@testing-library/preact";
import { describe, expect, test } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { expectAccessible, renderOptions, renderPopup } from "./support/render.tsx";
import { profile, snapshot } from "./support/samples.ts";

const NEEDED = { origins: ["http://127.0.0.1/*"], permissions: [] };

describe("an empty popup", () => {
  test.each([
    ["From a provider", "#/oauths/new?from=provider"],
    ["From an issuer", "#/oauths/new?from=issuer"],
    ["From scratch", "#/oauths/new?from=scratch"],
    ["Import", "#/settings/import"],
  ])("leads to a first profile: %s", async (name, address) => {
    const transport = new FakeTransport();
    const { container } = renderPopup(transport);
    fireEvent.click(await screen.findByRole("button", { name }));
    expect(transport.opened).toEqual([address]);
    await expectAccessible(container);
  });

  test("shows the redirect URL to register, with Copy", async () => {
    const transport = new FakeTransport();
    renderPopup(transport);
    fireEvent.click(await screen.findByRole("button", { name: "Copy redirect URL" }));
    await waitFor(() => expect(transport.copied).toEqual([transport.snapshot.redirectUrl]));
  });

  test("offers the demo server where it runs, and asks the browser in the click", async () => {
    const transport = new FakeTransport();
    transport.demo = NEEDED;
    renderPopup(transport);
    fireEvent.click(await screen.findByRole("button", { name: "Try it with the demo server" }));
    const asked = transport.log.filter((entry) => entry === "prompt" || entry.endsWith("Demo"));
    expect(asked).toEqual(["findDemo", "tryDemo", "prompt"]);
    expect(transport.asked).toEqual([NEEDED]);
  });

  test("says nothing of a demo server that does not run", async () => {
    const transport = new FakeTransport();
    renderPopup(transport);
    await waitFor(() => expect(transport.sentOf("findDemo")).toHaveLength(1));
    expect(screen.queryByRole("button", { name: /demo/u })).toBeNull();
  });

  test("is the only one that looks for it", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("alice", "Alice")] }));
    renderPopup(transport);
    await screen.findByRole("button", { name: "Copy token" });
    expect(transport.sentOf("findDemo")).toEqual([]);
  });
});

test("who comes to import begins at the file", async () => {
  renderOptions(new FakeTransport(), "#/settings/import");
  const file = await screen.findByLabelText("File to import");
  await waitFor(() => expect(document.activeElement).toBe(file));
  expect(screen.getByRole("link", { name: "Settings" }).getAttribute("aria-current")).toBe("page");
});

describe("the form of a first profile", () => {
  test.each([
    ["provider", "searchbox", "Search providers"],
    ["issuer", "textbox", "Issuer or discovery address"],
  ])("begins where it was said: %s", async (from, role, name) => {
    renderOptions(new FakeTransport(), `#/oauths/new?from=${from}`);
    const field = await screen.findByRole(role, { name });
    await waitFor(() => expect(document.activeElement).toBe(field));
  });

  test("begins with its fields: from scratch", async () => {
    renderOptions(new FakeTransport(), "#/oauths/new?from=scratch");
    await screen.findByRole("textbox", { name: "Name" });
    expect(screen.queryByRole("searchbox", { name: "Search providers" })).toBeNull();
  });
});
