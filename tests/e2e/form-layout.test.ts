import { afterAll, beforeAll, expect, it } from "vitest";
import { type World, startWorld } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

it("gives a parameter's value at least the room of its name, beside the preview too", async () => {
  const id = await world.saveProfile({ name: "Layout", clientId: "layout" });
  const form = await world.browser.openExtensionPage(`options.html#/oauths/${id}`);
  await form.waitForSelector(".parameter-group");
  for (const width of [900, 1019, 1030, 1100]) {
    await form.setViewport({ width, height: 800 });
    const narrow = await form.$$eval("fieldset.parameter-row", (rows) =>
      rows.flatMap((row) => {
        const [name, value] = [...row.querySelectorAll(".input")].map((box) => box.getBoundingClientRect().width);
        return (value ?? 0) < (name ?? 0) ? [`${row.ariaLabel}: ${value} < ${name}`] : [];
      }),
    );
    expect(narrow, `${width} px`).toEqual([]);
  }
  await form.close();
});
