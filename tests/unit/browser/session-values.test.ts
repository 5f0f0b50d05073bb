import { beforeEach, expect, it, vi } from "vitest";

const asked: (string | null)[] = [];
let stored: Record<string, unknown>;
let failures: number;

const session = {
  async get(name: string | null) {
    asked.push(name);
    if (failures > 0) {
      failures -= 1;
      throw new Error("not now");
    }
    return Object.fromEntries(Object.entries(stored).filter(([each]) => name === null || each === name));
  },
  set: async (values: object) => void Object.assign(stored, values),
  remove: async (name: string) => void Reflect.deleteProperty(stored, name),
};

beforeEach(() => {
  asked.length = 0;
  stored = { first: "1", second: "2", odd: 3 };
  failures = 0;
  const browser = { runtime: { id: "bearer-bar" }, storage: { session } };
  vi.stubGlobal("browser", browser);
  vi.stubGlobal("chrome", browser);
});

async function create() {
  const { createSessionValues } = await import("../../../lib/browser/session-values.ts");
  return createSessionValues();
}

it("asks for everything once, at the start", async () => {
  const values = await create();
  expect(asked).toEqual([null]);
  expect(await Promise.all([values.get("first"), values.get("second"), values.get("none")])).toEqual([
    "1",
    "2",
    undefined,
  ]);
  expect(await values.get("odd")).toBeUndefined();
  expect(asked).toEqual([null]);
});

it("uses nothing of it once this worker has written or taken away", async () => {
  const values = await create();
  await values.set("first", "9");
  expect(await values.get("first")).toBe("9");
  const others = await create();
  await others.remove("second");
  expect(await others.get("second")).toBeUndefined();
  expect(asked).toEqual([null, "first", null, "second"]);
});

it("asks again where the browser could not say at the start", async () => {
  failures = 1;
  const values = await create();
  expect(await values.get("first")).toBe("1");
  expect(asked).toEqual([null, "first"]);
});
