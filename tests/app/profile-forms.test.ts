import { expect, it } from "vitest";
import { CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

it("two tabs that went on with one draft save a profile each, and a form saved again is the same one", async () => {
  const test = await TestWorker.start();
  const first = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  await test.do("keepProfileForm", { draftId: first.draftId, profile: first.profile, secrets: {} });
  const second = (await test.do("openProfileForm", { target: { kind: "new" } })).result;
  expect(second.profile.id).toBe(first.profile.id);
  const save = async (name: string): Promise<string> => {
    const { draftId, profile } = first;
    const content = { draftId, profile: { ...profile, ...CLIENT_CREDENTIALS, name }, secrets: { clientSecret: name } };
    return (await test.do("saveProfile", { ...content, authorize: false })).result;
  };
  const foo = await save("Foo");
  expect(await save("Foo")).toBe(foo);
  expect(await save("Bar")).not.toBe(foo);
  expect((await test.snapshot()).profiles.map(({ name }) => name)).toEqual(["Foo", "Bar"]);
});
