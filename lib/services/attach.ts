import type { ApiHost } from "../domain/api-host.ts";
import type { AttachHeader } from "../domain/rule.ts";
import { createRulePlanner } from "../domain/rule-planner.ts";
import { tokenHeader } from "../domain/copy-text.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { NO_PERMISSIONS, type PermissionSet } from "../domain/permission-set.ts";
import { breakSignature } from "../domain/test-mode.ts";
import { MAX_TOKEN_LENGTH, type TokenSet, type TokenSummary } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import { createCoalesced } from "./in-turn.ts";
import type { Managed } from "./managed.ts";
import type { BrowserPorts } from "./ports.ts";
import { createRuleMirror } from "./rule-mirror.ts";
import { planSending, type Sending } from "./sending.ts";

export interface Attacher {
  /**
   * Makes the browser's session rules what they should be, whatever they were: after every change, at browser start,
   * and when a permission comes or goes. Only the differences are touched, in one step. Calls that overlap share runs.
   * What fails is tried again by itself.
   *
   * @throws what the browser says when it refuses a rule; what had to go is gone then all the same
   */
  reconcile(): Promise<void>;
  /**
   * Does so with what the browser says, where the first run only presumed which rules it has.
   *
   * @throws as `reconcile`
   */
  verify(): Promise<void>;
  /**
   * Whether rules may be there that should not: from a lock until the next run, and after a run that failed. Then a
   * worker has to come soon, even if this one dies.
   */
  isBehind(): boolean;
  /** Whether there are attach rules, as of the last run. */
  hasRules(): boolean;
  /** Whether a host has no rule because the browser takes no more. */
  isLeftOut(hostId: string): boolean;
  /**
   * The header of the profile's own fresh token; undefined while no host attaches that. Never what a test mode sends in
   * its place: nothing that comes of it says anything of the profile.
   */
  getHeader(profileId: string): AttachHeader | undefined;
  /** The header that a test mode of the API host sends in its place; undefined while none sends anything. */
  getTestHeader(hostId: string): AttachHeader | undefined;
  /** What the browser had granted at the last run. */
  granted(): PermissionSet;
}

const FIRST_RETRY_MS = 500;
/** Short of the 30 s after which an idle worker is ended. */
const LONGEST_RETRY_MS = 15_000;

type AttachPorts = Pick<BrowserPorts, "clock" | "permissions" | "session" | "sessionRules">;

/** @param onReconciled called after each run, whether anything was changed or not */
export function createAttacher(
  store: Store,
  ports: AttachPorts,
  managed: Pick<Managed, "barring">,
  onReconciled: () => void = () => undefined,
): Attacher {
  const headers = createHeaderCache(store);
  const mirror = createRuleMirror(ports.sessionRules, ports.session);
  const planRules = createRulePlanner(ports.sessionRules);
  let granted = NO_PERMISSIONS;
  let leftOut: ReadonlySet<string> = new Set();
  let hasRules = false;
  let behind = false;
  let failures = 0;
  let stopRetry: (() => void) | undefined;
  let attached: ReadonlyMap<string, AttachHeader> = new Map();
  let inTests: ReadonlyMap<string, AttachHeader> = new Map();
  // The next run does so too, but not while the browser can't say which rules it has.
  store.vault.onLock(() => {
    attached = new Map();
    inTests = new Map();
    headers.clear();
    behind = true;
  });

  async function reconcile(): Promise<void> {
    [granted] = await Promise.all([ports.permissions.granted(), readHeaders(plans())]);
    await mirror.know(() => plan(plans()).rules);
    let planned = plans();
    if (planned.some(({ plan }) => !headers.has(plan))) {
      // What has come meanwhile.
      await readHeaders(planned);
      planned = plans();
    }
    // From here to the update nothing is awaited: what was locked, deleted or overtaken meanwhile is not attached.
    const { rules, ...noted } = plan(planned);
    ({ leftOut, attached, inTests } = noted);
    hasRules = rules.length > 0;
    await mirror.set(rules);
  }

  /** At once, not one after the other: there may be thousands. */
  async function readHeaders(planned: readonly PlannedHost[]): Promise<void> {
    const unread = new Map(planned.flatMap(({ plan }) => (headers.has(plan) ? [] : [[plan.token, plan] as const])));
    await Promise.all(Array.from(unread.values(), (plan) => headers.read(plan)));
  }

  /** The rules, and which profiles' own tokens and what of tests is attached by them. */
  function plan(planned: readonly PlannedHost[]) {
    const wanted = new Map<string, AttachHeader>();
    const ofProfiles = new Map<string, AttachHeader>();
    const ofTests = new Map<string, AttachHeader>();
    for (const { host, plan: sending } of planned) {
      const header = headers.get(sending);
      if (header === undefined) continue;
      wanted.set(host.id, header);
      if (sending.profile.id === host.profileId && sending.pick === "current" && !sending.isBroken) {
        ofProfiles.set(sending.profile.id, header);
      } else ofTests.set(host.id, header);
    }
    return { ...planRules(store.hosts.all(), wanted, granted), attached: ofProfiles, inTests: ofTests };
  }

  /** The hosts whose requests are to carry something now. */
  function plans(): PlannedHost[] {
    if (store.vault.state() === "locked") headers.clear();
    const nowMs = ports.clock.now();
    return store.hosts.all().flatMap((host) => {
      if (managed.barring(host) !== undefined) return [];
      const plan = planSending(host, store, nowMs);
      return plan.kind === "send" ? [{ host, plan }] : [];
    });
  }

  async function reconcileOrRetry(): Promise<void> {
    stopRetry?.();
    try {
      await reconcile();
      failures = 0;
      behind = false;
    } catch (error) {
      behind = true;
      // An old token may still be in a rule: its own end would never be looked at again.
      const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      failures += 1;
      stopRetry = ports.clock.after(delayMs, () => void run().catch(() => undefined));
      throw error;
    } finally {
      onReconciled();
    }
  }

  const run = createCoalesced(reconcileOrRetry);

  return {
    reconcile: run,
    async verify() {
      if (mirror.doubt()) await run();
    },
    isBehind: () => behind,
    hasRules: () => hasRules,
    isLeftOut: (hostId) => leftOut.has(hostId),
    getHeader: (profileId) => attached.get(profileId),
    getTestHeader: (hostId) => inTests.get(hostId),
    granted: () => granted,
  };
}

type Plan = Extract<Sending, { kind: "send" }>;

interface PlannedHost {
  readonly host: ApiHost;
  readonly plan: Plan;
}

interface HeaderCache {
  has(plan: Plan): boolean;
  /** Decrypts the token set and keeps its access tokens. */
  read(plan: Plan): Promise<void>;
  /** Forgets every token: the vault is locked. */
  clear(): void;
  /** The header, where its token was read; the same object each time. */
  get(plan: Plan): AttachHeader | undefined;
}

interface ReadTokens extends Pick<TokenSet, "accessToken" | "former"> {
  /** By what is picked of them. */
  readonly headers: Map<string, { readonly profile: OAuthProfile; readonly header: AttachHeader }>;
}

/** Decrypts a token set once per worker life, not once per change of anything. */
function createHeaderCache(store: Store): HeaderCache {
  /** By summary, which is a new object for each token set; a time would not tell two of one millisecond apart. */
  let values = new WeakMap<TokenSummary, ReadTokens>();
  return {
    has: ({ token }) => values.has(token),
    async read({ profile, token }) {
      // What can't be read now, being locked or damaged, is asked for again at the next run.
      const tokenSet = await store.grants.tokenSet(profile.id).catch(() => undefined);
      const isStillIt = store.grants.get(profile.id)?.token === token;
      if (tokenSet === undefined || !isStillIt) return;
      const { accessToken, former } = tokenSet;
      values.set(token, { accessToken, former, headers: new Map() });
    },
    clear() {
      values = new WeakMap();
    },
    get({ profile, token, pick, isBroken }) {
      const tokens = values.get(token);
      const picked = pick === "current" ? tokens?.accessToken : tokens?.former?.[pick]?.accessToken;
      if (tokens === undefined || picked === undefined) return undefined;
      const key = `${pick} ${isBroken}`;
      const known = tokens.headers.get(key);
      // A profile that was saved may name another header.
      const isKnown = known?.profile === profile;
      const header = isKnown ? known.header : tokenHeader(profile, isBroken ? breakSignature(picked) : picked);
      if (!isKnown) tokens.headers.set(key, { profile, header });
      return header.value.length > MAX_TOKEN_LENGTH ? undefined : header;
    },
  };
}
