import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import type { VNode } from "preact";
import { afterEach, describe, expect, test, vi } from "vitest";
import { GrowingList } from "../../components/ui/growing-list.tsx";
import { FakeTransport } from "./support/fake-transport.ts";
import { renderOptions } from "./support/render.tsx";
import { host, profile, snapshot } from "./support/samples.ts";

/** The one that watches now; tells it that the end of the list comes near. */
let reachEnd: () => void = () => {};
/** The entry that it watches. */
let watched: Element | undefined;

class FakeObserver {
  constructor(callback: (seen: readonly { isIntersecting: boolean }[]) => void) {
    reachEnd = () => callback([{ isIntersecting: true }]);
  }
  observe(entry: Element): void {
    watched = entry;
  }
  disconnect(): void {
    reachEnd = () => {};
  }
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("a list of thousands", () => {
  const entries = Array.from({ length: 50 }, (_, number) => `Entry ${number}`);

  function show(screenful?: number): { drawn: string[] } {
    vi.stubGlobal("IntersectionObserver", FakeObserver);
    const drawn: string[] = [];
    const draw = (entry: string): VNode => {
      drawn.push(entry);
      return <li key={entry}>{entry}</li>;
    };
    render(
      <GrowingList class="cards" label="Entries" entries={entries} {...(screenful === undefined ? {} : { screenful })}>
        {draw}
      </GrowingList>,
    );
    return { drawn };
  }

  /** Answers with what shows the entries that another search has found. */
  function showSearched(): (search: string, found: readonly string[]) => void {
    vi.stubGlobal("IntersectionObserver", FakeObserver);
    const list = (search: string, found: readonly string[]): VNode => (
      <GrowingList class="cards" label="Entries" entries={found} search={search}>
        {(entry) => <li key={entry}>{entry}</li>}
      </GrowingList>
    );
    const { rerender } = render(list("", entries));
    return (search, found) => rerender(list(search, found));
  }

  async function growWhole(): Promise<number[]> {
    const lengths = [screen.getAllByRole("listitem").length];
    while (lengths.at(-1) !== entries.length) {
      await act(() => reachEnd());
      lengths.push(screen.getAllByRole("listitem").length);
    }
    return lengths;
  }

  test("draws a screenful, and a few more each time its end comes near, until it is whole", async () => {
    show();
    expect(await growWhole()).toEqual([20, 24, 28, 32, 36, 40, 44, 48, 50]);
  });

  test("of high entries begins with as many as it says, and grows by a part of them", async () => {
    show(40);
    expect(await growWhole()).toEqual([40, 48, 50]);
  });

  test.each([
    ["Entry 34", 35],
    ["Entry 3", 20],
    ["none of them", 20],
  ])("that somebody was brought to %s in begins with %i", (upTo, drawn) => {
    vi.stubGlobal("IntersectionObserver", FakeObserver);
    render(
      <GrowingList class="cards" label="Entries" entries={entries} upTo={upTo}>
        {(entry) => <li key={entry}>{entry}</li>}
      </GrowingList>,
    );
    expect(screen.getAllByRole("listitem")).toHaveLength(drawn);
  });

  test("keeps what was drawn, and with it the focus", async () => {
    show();
    const [first] = screen.getAllByRole("listitem");
    await act(() => reachEnd());
    expect(screen.getAllByRole("listitem")[0]).toBe(first);
  });

  test("draws no entry a second time when it grows", async () => {
    const { drawn } = show();
    await growWhole();
    expect(drawn).toEqual(entries);
  });

  test("begins with a screenful again for another search, and keeps of it what stood", async () => {
    const search = showSearched();
    await growWhole();
    const kept = screen.getByText("Entry 3");
    search("e", entries.slice(1));
    expect(screen.getAllByRole("listitem")).toHaveLength(20);
    expect(screen.getByText("Entry 3")).toBe(kept);
  });

  test("grows on where the last one that was drawn is found no more", async () => {
    const search = showSearched();
    expect(watched).toBe(screen.getByText("Entry 19"));
    search("e", entries.slice(20));
    expect(watched).toBe(screen.getByText("Entry 39"));
  });

  test("leaves the End key with another to the browser, which selects with it or does something else", async () => {
    show();
    await act(() => void fireEvent.keyDown(document.body, { key: "End", shiftKey: true }));
    expect(screen.getAllByRole("listitem")).toHaveLength(20);
  });

  test("has its end too after the End key, and grows on from there when somebody comes back up", async () => {
    vi.stubGlobal("IntersectionObserver", FakeObserver);
    const many = Array.from({ length: 100 }, (_, number) => `Entry ${number}`);
    render(
      <GrowingList class="cards" label="Entries" entries={many}>
        {(entry) => <li key={entry}>{entry}</li>}
      </GrowingList>,
    );
    const drawn = (): (string | null)[] => screen.getAllByRole("listitem").map(({ textContent }) => textContent);
    await act(() => void fireEvent.keyDown(document.body, { key: "End" }));
    expect(drawn()).toEqual([...many.slice(0, 20), ...many.slice(80)]);
    expect(screen.getByText("Entry 80").getAttribute("aria-posinset")).toBe("81");
    // The last one of the beginning is in sight, as far as the tests' DOM can tell.
    await act(() => reachEnd());
    expect(drawn()).toEqual([...many.slice(0, 24), ...many.slice(80)]);
    vi.spyOn(screen.getByText("Entry 23"), "getBoundingClientRect").mockReturnValue(new DOMRect(0, -20, 100, 10));
    await act(() => reachEnd());
    expect(drawn()).toEqual([...many.slice(0, 24), ...many.slice(76)]);
  });

  test("leaves the End key to the box that somebody types in", async () => {
    show();
    const box = document.body.appendChild(document.createElement("input"));
    await act(() => void fireEvent.keyDown(box, { key: "End" }));
    box.remove();
    expect(screen.getAllByRole("listitem")).toHaveLength(20);
  });

  test("that somebody was brought to an entry far down in has its end instead of all before it", () => {
    vi.stubGlobal("IntersectionObserver", FakeObserver);
    const many = Array.from({ length: 100 }, (_, number) => `Entry ${number}`);
    render(
      <GrowingList class="cards" label="Entries" entries={many} upTo="Entry 98" screenful={1}>
        {(entry) => <li key={entry}>{entry}</li>}
      </GrowingList>,
    );
    const drawn = screen.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(drawn).toEqual(["Entry 0", "Entry 98", "Entry 99"]);
  });

  test("tells a screen reader how many there are while not all are drawn", async () => {
    show();
    const item = screen.getByText("Entry 19");
    expect([item.getAttribute("aria-posinset"), item.getAttribute("aria-setsize")]).toEqual(["20", "50"]);
    await growWhole();
    expect(item.hasAttribute("aria-setsize")).toBe(false);
  });
});

describe("a choice of thousands", () => {
  /** An API host's *Authentication type* among so many profiles. */
  async function showChoice(count: number): Promise<HTMLSelectElement> {
    const profiles = Array.from({ length: count }, (_, number) => profile(`p${number}`, `Profile ${number}`));
    const hosts = [host("https://api.example.com", { profileId: "p7" })];
    const { app } = renderOptions(new FakeTransport(snapshot({ profiles, hosts })), "#/hosts");
    await vi.waitFor(() => expect(app.snapshot.value?.profiles).toHaveLength(count));
    return screen.findByRole<HTMLSelectElement>("combobox", { name: "Authentication type" });
  }

  test.each([
    ["focus", (select: Element) => fireEvent.focus(select)],
    ["pointer", (select: Element) => fireEvent.pointerDown(select)],
  ])("has only what is chosen, and None, until somebody turns to it by %s", async (_, turnTo) => {
    const select = await showChoice(60);
    expect([...select.options].map(({ text }) => text)).toEqual(["None", "Profile 7"]);
    await act(() => void turnTo(select));
    expect([...select.options]).toHaveLength(61);
    expect(select.value).toBe("p7");
  });

  test("of a few has all of them at once", async () => {
    expect([...(await showChoice(50)).options]).toHaveLength(51);
  });
});
