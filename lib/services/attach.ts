import { type AttachHeader, type AttachRule, FIRST_ATTACH_RULE_ID, attachRules } from "../domain/attach-rules.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { MAX_TOKEN_LENGTH, type TokenSummary, isFresh } from "../domain/token-set.ts";
import type { Store } from "../store/store.ts";
import { createCoalesced } from "./in-turn.ts";
import type { BrowserPorts } from "./ports.ts";

export interface Attacher {
  /**
   * Makes the browser's session rules what they should be, whatever they were: after every change, at browser start,
   * and when a permission comes or goes. Only the differences are touched, in one step. Calls that overlap share runs.
   */
  reconcile(): Promise<void>;
  /** Hosts left without rules because the browser's limit is reached. */
  isOverLimit(): boolean;
}

type AttachPorts = Pick<BrowserPorts, "clock" | "permissions" | "sessionRules">;

export function createAttacher(store: Store, ports: AttachPorts): Attacher {
  const headers = createHeaderCache(store);
  let overLimit = false;

  async function reconcile(): Promise<void> {
    const current = await ports.sessionRules.get();
    // Without the permission there are no rules, and none can be made.
    if (current === undefined) return;
    const wanted = await wantedRules();
    overLimit = wanted.length > ports.sessionRules.limit;
    const change = difference(current.filter(isAttachRule), overLimit ? [] : wanted);
    if (change.removeRuleIds.length > 0 || change.addRules.length > 0) await ports.sessionRules.update(change);
  }

  async function wantedRules(): Promise<AttachRule[]> {
    const hosts = store.hosts.all();
    const used = new Set(hosts.filter((host) => host.enabled).map((host) => host.profileId));
    const wantedHeaders = new Map<string, AttachHeader>();
    const isLocked = store.vault.state() === "locked";
    for (const profile of isLocked ? [] : store.profiles.all()) {
      const token = store.grants.get(profile.id)?.token;
      if (!used.has(profile.id) || token === undefined) continue;
      if (!token.attachable || !isFresh(token, ports.clock.now())) continue;
      const header = await headers.get(profile, token);
      if (header !== undefined) wantedHeaders.set(profile.id, header);
    }
    return attachRules(hosts, wantedHeaders, await ports.permissions.granted());
  }

  return { reconcile: createCoalesced(reconcile), isOverLimit: () => overLimit };
}

function isAttachRule(rule: AttachRule): boolean {
  return rule.id >= FIRST_ATTACH_RULE_ID;
}

/** The rules to remove and to add; a rule that changed is both. */
export function difference(
  current: readonly AttachRule[],
  wanted: readonly AttachRule[],
): { removeRuleIds: number[]; addRules: AttachRule[] } {
  const currentById = new Map(current.map((rule) => [rule.id, canonical(rule)]));
  const wantedById = new Map(wanted.map((rule) => [rule.id, canonical(rule)]));
  return {
    removeRuleIds: current.filter((rule) => wantedById.get(rule.id) !== canonical(rule)).map((rule) => rule.id),
    addRules: wanted.filter((rule) => currentById.get(rule.id) !== canonical(rule)),
  };
}

/** The same text for the same rule: browsers hand members back in an order of their own, and some with nulls. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    const entries = Object.entries(member).filter(([, inner]) => inner !== null && inner !== undefined);
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

interface HeaderCache {
  get(profile: OAuthProfile, token: TokenSummary): Promise<AttachHeader | undefined>;
}

/** Decrypts a token once per worker life and token, not once per change of anything. */
function createHeaderCache(store: Store): HeaderCache {
  const cached = new Map<string, { key: string; header: AttachHeader | undefined }>();
  return {
    async get(profile, token) {
      const key = `${token.obtainedAtMs} ${profile.headerName} ${profile.headerPrefix}`;
      const hit = cached.get(profile.id);
      if (hit?.key === key) return hit.header;
      const header = await readHeader(store, profile);
      cached.set(profile.id, { key, header });
      return header;
    },
  };
}

async function readHeader(store: Store, profile: OAuthProfile): Promise<AttachHeader | undefined> {
  const tokenSet = await store.grants.tokenSet(profile.id);
  if (tokenSet === undefined) return undefined;
  const prefix = profile.headerPrefix.trim();
  const value = prefix === "" ? tokenSet.accessToken : `${prefix} ${tokenSet.accessToken}`;
  return value.length > MAX_TOKEN_LENGTH ? undefined : { name: profile.headerName, value };
}
