// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/preact";
import { expect, test } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { renderOptions } from "./support/render.tsx";
import { host, snapshot, validProfile } from "./support/samples.ts";

const WITH_ALICE = snapshot({ profiles: [validProfile("alice", "Alice")], hosts: [host("https://api.example.com")] });

test.each([
  ["#/oauths", "OAuths"],
  ["#/oauths/new", "Add OAuth"],
  ["#/hosts", "API hosts"],
  ["#/activity", "Activity"],
  ["#/settings", "Settings"],
])("the tab at %s is titled %s", async (address, title) => {
  renderOptions(new FakeTransport(WITH_ALICE), address);
  await waitFor(() => expect(document.title).toBe(`${title} – Manage OAuth – Bearer Bar`));
});

test("a form that is open goes on with the way that is chosen now", async () => {
  renderOptions(new FakeTransport(), "#/oauths/new?from=provider");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Search providers" })));
  window.location.hash = "#/oauths/new?from=scratch";
  await waitFor(() => expect(screen.queryByRole("searchbox", { name: "Search providers" })).toBeNull());
});
