import type { ProfileStatus } from "../../lib/domain/grant.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { type World, startWorld } from "../e2e/world.ts";
import { pollUntil } from "../support/wait.ts";
import { type StrictServer, startStrictServer } from "./strict-server.ts";

const PASSPHRASES = ["vrilm okapu 7Kq zeugd", "hjolf wexin 3Rt paqum"] as const;

/** One profile, attached to one API host, in a browser that lives through many faults. */
export interface Stage {
  readonly world: World;
  readonly server: StrictServer;
  readonly hostId: string;
  /** Empty until there is one. */
  profileId: string;
  /** The access token that was attached before the act. */
  before: string | undefined;
  /** What opens the vault, once it has one. */
  passphrase: string;
}

export async function startStage(): Promise<Stage> {
  const world = await startWorld();
  const server = await startStrictServer("auth.test");
  return {
    world,
    server,
    hostId: await world.saveHost({}),
    profileId: "",
    before: undefined,
    passphrase: PASSPHRASES[0],
  };
}

export async function endStage({ world, server }: Stage): Promise<void> {
  await server.close();
  await world.close();
}

export interface Scenario {
  readonly name: string;
  /** Brings everything to where the act begins. */
  readonly prepare: (stage: Stage) => Promise<void>;
  /** Begins what is disturbed; resolves or rejects when the page is answered, which a dead worker may never do. */
  readonly act: (stage: Stage) => Promise<unknown>;
  /** The state that must be there afterwards, told by what had taken place when the worker was ended. */
  readonly afterKill: (done: readonly string[]) => string;
  /** The states that may be there after a call that failed; the worker lives. */
  readonly afterFailure: RegExp;
  /** The state after a connection that was cut; undefined where nothing is sent. */
  readonly afterCut?: RegExp;
}

const NEW = "valid, attaches the new token";
const OLD = "valid, attaches the token from before";
const isStored = (done: readonly string[]): boolean =>
  done.slice(done.indexOf("fetch")).some(isGrantCommit) && done.includes("fetch");
const isGrantCommit = (point: string): boolean =>
  point.startsWith("commit grants") || point.startsWith("commit meta+grants");

/** The old token or a new one; or one that could not be opened, which this worker does not try again. */
const EITHER = /^(?:failed, token_unreadable|valid(?:, \w+)?, attaches the (?:new token|token from before))$/u;

/** Nothing before the intent, the loss said after it, the new token once it is on the disk. */
function byGrant(before: string, interrupted: string): Scenario["afterKill"] {
  return (done) => (isStored(done) ? NEW : done.some(isGrantCommit) ? interrupted : before);
}

/** Without a token, however it was left. */
export async function prepareProfile(stage: Stage): Promise<void> {
  const { world, server } = stage;
  if (stage.profileId === "") {
    const endpoints = { authorizationUrl: `${server.origin}/auth`, tokenUrl: `${server.origin}/token` };
    stage.profileId = await world.saveProfile({ name: "Disturbed", clientId: "person", ...endpoints }, "s3cret");
    await switchHost(stage, true);
  }
  await world.do("forgetToken", { profileId: stage.profileId });
}

async function switchHost({ world, hostId, profileId }: Stage, enabled: boolean): Promise<void> {
  const { hosts } = await world.snapshot();
  const { host } = hosts.find((each) => each.host.id === hostId)!;
  await world.do("saveHost", { host: { ...host, profileId, enabled } });
}

/** With a token that is good for an hour and attached. */
async function prepareToken(stage: Stage): Promise<void> {
  if (stage.profileId === "") await prepareProfile(stage);
  const { hosts } = await stage.world.snapshot();
  if (hosts.some(({ host }) => !host.enabled)) await switchHost(stage, true);
  if (![NEW, OLD].includes(await stateOf(stage))) await authorize(stage, true);
  [stage.before] = await attachedTokens(stage.world);
}

/** With a passphrase too. */
async function prepareVault(stage: Stage): Promise<void> {
  await prepareToken(stage);
  const { vault } = await stage.world.snapshot();
  if (vault === "off") await stage.world.do("setPassphrase", { next: stage.passphrase });
}

/** As a person does; resolves when it is over, however it ended. */
export async function authorize({ world, profileId }: Stage, anew: boolean): Promise<ProfileStatus> {
  const before = outcomeOf(await world.profile(profileId));
  await world.do("authorize", { profileId, anew });
  return pollUntil("the end of Authorize", async () => {
    const profile = await world.profile(profileId);
    if (profile === undefined || ["not_authorized", "authorizing", "renewing"].includes(profile.status.kind))
      return undefined;
    return outcomeOf(profile) === before ? undefined : profile.status;
  });
}

/** Changes with every new token and every new failure. */
function outcomeOf(profile: ProfileSummary | undefined): string {
  const problem = profile !== undefined && "problem" in profile.status ? profile.status.problem : undefined;
  return `${profile?.token?.obtainedAtMs} ${problem?.atMs}`;
}

/** The tokens that the rules carry, each once. */
export async function attachedTokens({ browser }: World): Promise<string[]> {
  const rules = await browser.sessionRules();
  const values = rules.flatMap(({ action }) => action.requestHeaders?.map(({ value }) => value ?? "") ?? []);
  const tokens = values.filter((value) => value.startsWith("Bearer ")).map((value) => value.slice("Bearer ".length));
  return [...new Set(tokens)];
}

/** What is there now, in one line: the words of the status, and the token that the rules carry. */
export async function stateOf({ world, server, profileId, before }: Stage): Promise<string> {
  const { profiles } = await world.snapshot();
  const status = profiles.find(({ id }) => id === profileId)?.status;
  const problem = status !== undefined && "problem" in status ? status.problem?.error.code : undefined;
  const attached = await attachedTokens(world);
  const words = attached.map((token) => {
    if (!server.honours(token)) return "attaches a dead token";
    return token === before ? "attaches the token from before" : "attaches the new token";
  });
  return [status?.kind, problem, ...words].filter((word) => word !== undefined).join(", ");
}

const send =
  (anew: boolean): Scenario["act"] =>
  ({ world, profileId }) =>
    world.do("authorize", { profileId, anew });

export const SCENARIOS: readonly Scenario[] = [
  {
    name: "authorize",
    prepare: prepareProfile,
    act: send(true),
    afterKill: byGrant("not_authorized", "failed, authorization_interrupted"),
    afterFailure: /^(?:not_authorized|failed, \w+|valid, attaches the new token)$/u,
    afterCut: /^failed, (?:network|reply_unreadable)$/u,
  },
  {
    name: "authorize again",
    prepare: prepareToken,
    act: send(true),
    afterKill: byGrant(OLD, "valid, authorization_interrupted, attaches the token from before"),
    afterFailure: EITHER,
    afterCut: /^valid, (?:network|reply_unreadable), attaches the token from before$/u,
  },
  {
    name: "refresh",
    prepare: prepareToken,
    act: send(false),
    afterKill: byGrant(OLD, "valid, renewal_interrupted, attaches the token from before"),
    afterFailure: EITHER,
    afterCut: /^valid, renewal_unknown, attaches the token from before$/u,
  },
  {
    name: "save",
    prepare: prepareToken,
    async act({ world, profileId }) {
      const form = await world.do("openProfileForm", { target: { kind: "edit", profileId } });
      const profile = { ...form.profile, name: `${form.profile.name}, saved` };
      const secrets = { clientSecret: "an0ther" };
      return world.do("saveProfile", { draftId: form.draftId, profile, secrets, authorize: false });
    },
    afterKill: () => OLD,
    afterFailure: /^valid, attaches the token from before$/u,
  },
  {
    name: "reconcile",
    prepare: prepareToken,
    act: (stage) => switchHost(stage, false),
    afterKill: (done) => (done.some((point) => point.startsWith("commit hosts")) ? "valid" : OLD),
    afterFailure: /^valid(?:, attaches the token from before)?$/u,
  },
  {
    name: "lock",
    prepare: prepareVault,
    act: ({ world }) => world.do("lock", {}),
    afterKill: (done) => (done.includes("remove vaultKey") ? "locked" : OLD),
    afterFailure: /^locked$/u,
  },
  {
    name: "unlock",
    async prepare(stage) {
      await prepareVault(stage);
      await stage.world.do("lock", {});
    },
    act: ({ world, passphrase }) => world.do("unlock", { passphrase }),
    afterKill: (done) => (done.includes("keep vaultKey") ? OLD : "locked"),
    afterFailure: /^(?:locked|valid, attaches the token from before)$/u,
  },
  {
    name: "change passphrase",
    async prepare(stage) {
      await prepareVault(stage);
      // Which of the two it is depends on how far the change before has come.
      await stage.world.do("lock", {});
      await unlock(stage);
    },
    act({ world, passphrase }) {
      const next = PASSPHRASES[passphrase === PASSPHRASES[0] ? 1 : 0];
      return world.do("changePassphrase", { current: passphrase, next });
    },
    // The keys on the disk are the new ones, and those of the session the old.
    afterKill: (done) =>
      done.some((point) => point.startsWith("commit")) && !done.includes("keep vaultKey") ? "locked" : OLD,
    afterFailure: /^(?:locked|valid, attaches the token from before)$/u,
  },
];

/** Opens the vault with whichever of the two passphrases it has now. Rejects when none does. */
export async function unlock(stage: Stage): Promise<void> {
  for (const passphrase of PASSPHRASES) {
    if (!(await stage.world.send("unlock", { passphrase })).ok) continue;
    stage.passphrase = passphrase;
    return;
  }
  throw new Error("No passphrase opens the vault");
}
