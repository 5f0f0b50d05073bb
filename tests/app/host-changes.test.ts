import { expect, it } from "vitest";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

it("changes of one API host that come at once are all kept, and what none of them names stays", async () => {
  const test = await TestWorker.start();
  const profileId = await test.saveProfile(CLIENT_CREDENTIALS);
  const callingPages = ["https://a.example.com", "https://b.example.com", "https://c.example.com"];
  const { result: id } = await test.do("saveHost", { host: { ...API_HOST, callingPages, profileId: null } });

  await Promise.all([
    test.do("saveHost", { host: { id, enabled: false } }),
    test.do("saveHost", { host: { id, profileId } }),
    test.do("saveHost", { host: { id, removedPage: "https://a.example.com" } }),
    test.do("saveHost", { host: { id, addedPage: "https://d.example.com/reference" } }),
    test.do("saveHost", { host: { id, removedPage: "https://b.example.com" } }),
  ]);
  const [summary] = (await test.snapshot()).hosts;
  expect(summary?.host).toMatchObject({
    ...API_HOST,
    id,
    enabled: false,
    profileId,
    callingPages: ["https://c.example.com", "https://d.example.com"],
  });
});
