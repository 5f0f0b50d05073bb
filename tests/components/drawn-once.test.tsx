import { act, fireEvent, screen, within } from "@testing-library/preact";
import { beforeEach, expect, test, vi } from "vitest";
import { changeHost } from "../../components/models/host-actions.ts";
import type { Snapshot } from "../../lib/domain/snapshot.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { renderOptions, renderPopup } from "./support/render.tsx";
import { host, snapshot, validProfile } from "./support/samples.ts";

/** What the entries of lists ask for in drawing: their names and other words by which one can be told, in turn. */
const drawn: string[] = [];

vi.mock("../../components/ui/breakable.tsx", () => ({
  Breakable: ({ text }: { readonly text: string }) => {
    drawn.push(text);
    return text;
  },
}));
vi.mock("../../components/words/attach.ts", async (importOriginal) => ({
  ...(await importOriginal<object>()),
  attachWords: (_state: string, profile: string) => {
    drawn.push(profile);
    return profile;
  },
}));

beforeEach(() => {
  drawn.length = 0;
});

/** So many that none is open, and all are drawn at once. */
const ENTRIES = 8;

function many(): Snapshot {
  const ids = Array.from({ length: ENTRIES }, (_, number) => `p${number}`);
  return snapshot({
    profiles: ids.map((id) => validProfile(id, `Profile ${id}`)),
    hosts: ids.map((id) => host(`https://${id}.example.com`, { profileId: id })),
    takenAtMs: 1,
  });
}

/** Waits until the last one is drawn, and forgets all of them. */
async function drawnAll(): Promise<void> {
  await vi.waitFor(() => expect(drawn.join(" ")).toContain(`p${ENTRIES - 1}`));
  drawn.length = 0;
}

const LISTS = [
  ["Manage OAuth", (transport: FakeTransport) => renderOptions(transport, "#/oauths").app],
  ["API hosts", (transport: FakeTransport) => renderOptions(transport, "#/hosts").app],
  ["the popup", (transport: FakeTransport) => renderPopup(transport).model.app],
] as const;

test.each(LISTS)("%s: what is as it was is not drawn anew by another snapshot", async (_, show) => {
  const transport = new FakeTransport(many());
  const app = show(transport);
  await drawnAll();

  await act(async () => {
    transport.change({});
    await app.load();
  });
  expect(drawn).toEqual([]);
});

test("a renewed profile alone is drawn anew", async () => {
  const before = many();
  const transport = new FakeTransport(before);
  const { app } = renderOptions(transport, "#/oauths");
  await drawnAll();

  const renewed = before.profiles.map((one) => (one.id === "p3" ? validProfile("p3", "Profile p3", 60) : one));
  await act(async () => {
    transport.change({ profiles: renewed });
    await app.load();
  });
  expect(drawn).toEqual([
    "Profile p3",
    "Authorization Code · For p3.example.com",
    expect.stringMatching(/^Valid for/u),
  ]);
});

test("an API host that is changed alone is drawn anew, and not with those that wait for nothing", async () => {
  const before = many();
  const transport = new FakeTransport(before);
  const { app } = renderOptions(transport, "#/hosts");
  await drawnAll();

  const { hosts } = before;
  const changed = hosts.map((one) => (one.host.profileId === "p3" ? { ...one, attaching: "expired" as const } : one));
  await act(async () => {
    transport.change({ hosts: changed });
    await app.load();
  });
  expect(drawn).toEqual(["https://p3.example.com", "Profile p3"]);

  const release = transport.hold("saveHost");
  const [first] = hosts;
  if (first !== undefined) await act(() => changeHost(app, first.host, { enabled: false }));
  expect(drawn).toEqual(["https://p3.example.com", "Profile p3"]);
  release();
});

test.each([
  ["open", 1],
  ["folded", ENTRIES],
])("an API host, %s, shows what is, and not what was wanted and could not be saved", async (_, count) => {
  const before = many();
  const transport = new FakeTransport({ ...before, hosts: before.hosts.slice(0, count) });
  transport.fail("saveHost", { code: "storage_failed" });
  renderOptions(transport, "#/hosts");
  const inside = within(await screen.findByRole("listitem", { name: "https://p0.example.com" }));
  const onOff = inside.getByRole<HTMLInputElement>("switch", { name: "On" });
  const choice = inside.getByRole<HTMLSelectElement>("combobox", { name: "Authentication type" });

  fireEvent.click(onOff);
  await vi.waitFor(() => expect(onOff.checked).toBe(true));
  expect(inside.getByRole("alert").textContent).toContain("could not write to its disk");

  fireEvent.change(choice, { target: { value: "p1" } });
  await vi.waitFor(() => expect(choice.value).toBe("p0"));
  expect(transport.sentOf("saveHost")).toHaveLength(2);
});
