import "fake-indexeddb/auto";
import { beforeAll, expect, it, vi } from "vitest";
import english from "../../../public/_locales/en/messages.json" with { type: "json" };
import type { CommandAnswer, CommandName, Commands } from "../../../lib/messages/protocol.ts";
import { newProfile } from "../../../lib/domain/profile.ts";
import { AUTHORIZATION_CODE, CLIENT_CREDENTIALS, tokenReply } from "../../app/test-worker.ts";

/** Firefox for Android has neither `commands`, `identity`, `windows` nor `storage.managed`. */

const ORIGIN = "moz-extension://host";
const event = { addListener: () => undefined, removeListener: () => undefined };

type Listener = (message: unknown, sender: object, reply: (answer: unknown) => void) => boolean | undefined;
let listener: Listener | undefined;

function area(): object {
  const values = new Map<string, unknown>();
  return {
    get: async (name: string | null) =>
      Object.fromEntries([...values].filter(([each]) => name === null || each === name)),
    set: async (given: object) => Object.entries(given).forEach(([name, value]) => values.set(name, value)),
    remove: async (name: string) => values.delete(name),
  };
}

const browser = {
  runtime: {
    id: "bearer-bar",
    getURL: (path: string) => ORIGIN + path,
    onMessage: { addListener: (added: Listener) => (listener = added) },
    onStartup: event,
    onInstalled: event,
  },
  storage: { local: area(), session: area(), onChanged: event },
  permissions: { getAll: async () => ({ origins: ["<all_urls>"] }), onAdded: event, onRemoved: event },
  alarms: { onAlarm: event, get: async () => undefined, create: async () => undefined, clear: async () => true },
  declarativeNetRequest: {
    getSessionRules: async () => [],
    updateSessionRules: async () => undefined,
    getDynamicRules: async () => [],
    updateDynamicRules: async () => undefined,
  },
  action: {
    setBadgeText: async () => undefined,
    setBadgeBackgroundColor: async () => undefined,
    setTitle: async () => undefined,
  },
  idle: { queryState: async () => "active" },
  i18n: { getMessage: (key: keyof typeof english) => english[key].message, getUILanguage: () => "en" },
};

beforeAll(async () => {
  vi.stubGlobal("browser", browser);
  vi.stubGlobal("chrome", browser);
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("fetch", async () => tokenReply({ access_token: "T1" }));
  vi.stubEnv("BROWSER", "firefox");
  const background = await import("../../../entrypoints/background.ts");
  background.default.main();
});

async function run<Name extends CommandName>(
  command: Name,
  request: Commands[Name]["request"],
): Promise<CommandAnswer<Name> & { ok: true }> {
  const sender = { id: "bearer-bar", url: `${ORIGIN}/options.html`, origin: ORIGIN };
  const reply = Promise.withResolvers<unknown>();
  expect(listener?.({ ...request, command }, sender, reply.resolve)).toBe(true);
  const answer = (await reply.promise) as CommandAnswer<Name>;
  if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
  return answer;
}

async function saveProfile(changes: object): Promise<string> {
  const { draftId, profile } = (await run("openProfileForm", { target: { kind: "new" } })).result;
  const content = { ...newProfile(profile.id, 0), ...changes };
  const secrets = { clientSecret: "s3cret" };
  return (await run("saveProfile", { draftId, profile: content, secrets, authorize: false })).result;
}

const statusOf = async (profileId: string) =>
  (await run("getSnapshot", {})).snapshot.profiles.find(({ id }) => id === profileId)?.status;

it("Client Credentials gets its token", async () => {
  const profileId = await saveProfile(CLIENT_CREDENTIALS);
  await run("authorize", { profileId });
  await expect.poll(() => statusOf(profileId)).toMatchObject({ kind: "valid" });
});

it("Authorization Code says that there is no sign-in window, and what to do", async () => {
  const profileId = await saveProfile(AUTHORIZATION_CODE);
  await run("authorize", { profileId });
  await expect
    .poll(() => statusOf(profileId))
    .toMatchObject({ kind: "failed", problem: { error: { code: "sign_in_unavailable" } } });
  expect((await run("getSnapshot", {})).snapshot.redirectUrl).toBe("");
});

it("the pages know no shortcuts", async () => {
  const { getLockShortcut, getShortcuts } = await import("../../../lib/browser/commands.ts");
  expect([await getLockShortcut(), await getShortcuts()]).toEqual([undefined, []]);
});
