import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, test, vi } from "vitest";
import { GrowingList } from "../../components/ui/growing-list.tsx";
import { Select } from "../../components/ui/select.tsx";

/** The one that watches now; tells it that the end of the list comes near. */
let reachEnd: () => void = () => {};

class FakeObserver {
  constructor(callback: (seen: readonly { isIntersecting: boolean }[]) => void) {
    reachEnd = () => callback([{ isIntersecting: true }]);
  }
  observe(): void {}
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

  function show(): void {
    vi.stubGlobal("IntersectionObserver", FakeObserver);
    render(
      <GrowingList class="cards" label="Entries" entries={entries}>
        {(entry) => <li key={entry}>{entry}</li>}
      </GrowingList>,
    );
  }

  test("draws a screenful, and more each time its end comes near, until it is whole", async () => {
    show();
    expect(screen.getAllByRole("listitem")).toHaveLength(20);
    await act(() => reachEnd());
    expect(screen.getAllByRole("listitem")).toHaveLength(40);
    await act(() => reachEnd());
    expect(screen.getAllByRole("listitem")).toHaveLength(50);
  });

  test("keeps what was drawn, and with it the focus", async () => {
    show();
    const [first] = screen.getAllByRole("listitem");
    await act(() => reachEnd());
    expect(screen.getAllByRole("listitem")[0]).toBe(first);
  });

  test("tells a screen reader how many there are while not all are drawn", async () => {
    show();
    const item = screen.getByText("Entry 19");
    expect([item.getAttribute("aria-posinset"), item.getAttribute("aria-setsize")]).toEqual(["20", "50"]);
    await act(() => reachEnd());
    await act(() => reachEnd());
    expect(item.hasAttribute("aria-setsize")).toBe(false);
  });
});

describe("a choice of thousands", () => {
  const options = Array.from({ length: 60 }, (_, number) => [`p${number}`, `Profile ${number}`] as const);

  test.each([
    ["focus", (select: Element) => fireEvent.focus(select)],
    ["pointer", (select: Element) => fireEvent.pointerDown(select)],
  ])("has only what is chosen until somebody turns to it by %s", async (_, turnTo) => {
    render(<Select label="Authentication type" value="p7" options={options} onChange={() => {}} />);
    const select = screen.getByRole<HTMLSelectElement>("combobox");
    expect([...select.options].map(({ text }) => text)).toEqual(["Profile 7"]);
    await act(() => void turnTo(select));
    expect(select.options).toHaveLength(60);
    expect(select.value).toBe("p7");
  });

  test("of a few has all of them at once", () => {
    render(<Select label="Authentication type" value="p1" options={options.slice(0, 50)} onChange={() => {}} />);
    expect(screen.getByRole<HTMLSelectElement>("combobox").options).toHaveLength(50);
  });
});
