import { beforeEach, describe, expect, it } from "vitest";
import { API_HOST, CLIENT_CREDENTIALS, TestWorker } from "./test-worker.ts";

let test: TestWorker;
let profileIds: string[];

beforeEach(async () => {
  test = await TestWorker.start();
  profileIds = [];
  for (let number = 0; number < 4; number += 1) {
    profileIds.push(await test.saveProfile({ ...CLIENT_CREDENTIALS, name: `Profile ${number}` }));
  }
});

async function saveHosts(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const host = { ...API_HOST, pattern: `https://h${number}.example.com`, profileId: profileIds[number % 4] ?? null };
    await test.do("saveHost", { host });
  }
}

async function patterns(view: Parameters<typeof test.worker.takeSnapshot>[0]): Promise<string[]> {
  return (await test.worker.takeSnapshot(view)).hosts.map(({ host }) => host.pattern);
}

describe("what a page is sent of the state", () => {
  it("is all of it where it says nothing", async () => {
    await saveHosts(2);
    const snapshot = await test.worker.takeSnapshot();
    expect([snapshot.profiles.length, snapshot.hosts.length, snapshot.partial]).toEqual([4, 2, undefined]);
  });

  it("is the first profiles, the first API hosts and those of the profiles, and that there is more", async () => {
    await saveHosts(8);
    const snapshot = await test.worker.takeSnapshot({ first: 1 });
    expect(snapshot.profiles.map(({ name }) => name)).toEqual(["Profile 0"]);
    expect(snapshot.hosts.map(({ host }) => host.pattern)).toEqual([
      "https://h0.example.com",
      "https://h4.example.com",
    ]);
    expect(snapshot.partial).toBe(true);
  });

  it("is whole where there is no more", async () => {
    await saveHosts(2);
    expect((await test.worker.takeSnapshot({ first: 4 })).partial).toBeUndefined();
  });

  it("has no API host in a popup over no web page", async () => {
    await saveHosts(1);
    expect(await patterns({ page: null })).toEqual([]);
  });

  it("has the API hosts that the popup names", async () => {
    await saveHosts(22);
    const [last] = (await test.snapshot()).hosts.slice(-1);
    expect((await patterns({ page: "https://page.example.net" })).includes(last?.host.pattern ?? "")).toBe(false);
    expect(await patterns({ page: "https://page.example.net", hosts: [last?.host.id ?? ""] })).toContain(
      last?.host.pattern,
    );
  });

  it("has the API hosts that the popup's page may call, wherever they stand, and few of the others", async () => {
    await saveHosts(22);
    const host = { ...API_HOST, pattern: "https://last.example.com", callingPages: ["https://page.example.net"] };
    await test.do("saveHost", { host: { ...host, profileId: null } });
    const shown = await patterns({ page: "https://page.example.net", first: 1 });
    expect(shown).toHaveLength(21);
    expect(shown.at(-1)).toBe("https://last.example.com");
  });
});
