// @vitest-environment happy-dom
import { fireEvent, screen, within } from "@testing-library/preact";
import { beforeEach, expect, test, vi } from "vitest";
import { FakeTransport } from "./support/fake-transport.ts";
import { renderPopup } from "./support/render.tsx";
import { profile, snapshot, validProfile } from "./support/samples.ts";

const scrolled: Element[] = [];

beforeEach(() => {
  scrolled.length = 0;
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function note(this: Element) {
    scrolled.push(this);
  });
});

const REFUSED = profile("ci", "CI", {
  status: {
    kind: "failed",
    problem: { error: { code: "permission_missing" }, atMs: Date.now(), retryAtMs: undefined, attempts: 1 },
  },
});

test("the popup brings an error that answers a click into view, and leaves those it opened with where they are", async () => {
  const transport = new FakeTransport(snapshot({ profiles: [REFUSED, validProfile("alice", "Alice")] }));
  transport.fail("copyToken", { code: "clipboard_failed" });
  renderPopup(transport);
  const alice = within(await screen.findByRole("listitem", { name: "Alice" }));
  await within(screen.getByRole("listitem", { name: "CI" })).findByRole("alert");
  expect(scrolled).toEqual([]);
  fireEvent.click(alice.getByRole("button", { name: "Copy token" }));
  const alert = await alice.findByRole("alert");
  await vi.waitFor(() => expect(scrolled).toEqual([alert]));
});
