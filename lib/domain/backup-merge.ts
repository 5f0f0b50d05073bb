import type { ApiHost } from "./api-host.ts";
import type { BackupSecrets } from "./backup.ts";
import type { BackupContent } from "./backup-shape.ts";
import { isSame } from "./is-same.ts";
import { freeName } from "./names.ts";
import type { OAuthProfile, SecretKey, Secrets } from "./profile.ts";
import type { SecretChanges } from "./snapshot.ts";

/** What becomes of something that is there already and differs. API hosts are never kept twice: `both` keeps mine. */
export type ConflictChoice = "keep" | "replace" | "both";

/** One profile or API host of a file, against what is there. */
export interface BackupItem {
  readonly kind: "profile" | "host";
  /** The profile's name, the API host's address. */
  readonly name: string;
  readonly state: "new" | "same" | "conflict";
}

/** What is there. */
export interface Present {
  readonly profiles: readonly OAuthProfile[];
  readonly hosts: readonly ApiHost[];
  secretKeys(profileId: string): readonly SecretKey[];
}

/** What an import writes. */
export interface Merge {
  readonly profiles: readonly MergedProfile[];
  readonly hosts: readonly ApiHost[];
}

interface MergedProfile {
  readonly profile: OAuthProfile;
  readonly secrets: SecretChanges;
  /** It names other addresses than the one it replaces, whose tokens go: they are not to be shown to those. */
  readonly endsGrant?: true;
}

/** Compares a file with what is there: profiles by id, then by name; API hosts by address. */
export function compareBackup(content: BackupContent, secrets: BackupSecrets, present: Present): BackupItem[] {
  const matches = matchProfiles(content, present);
  const ids = new Map([...matches].map(([id, mine]) => [id, mine.id]));
  return [
    ...content.profiles.map((profile): BackupItem => {
      const state = profileState(profile, matches.get(profile.id), secrets, present);
      return { kind: "profile", name: profile.name, state };
    }),
    ...content.hosts.map((host): BackupItem => {
      const mine = present.hosts.find(({ pattern }) => pattern === host.pattern);
      const isSame = mine !== undefined && isAlike(mine, { ...host, profileId: mapped(host.profileId, ids) });
      return { kind: "host", name: host.pattern, state: mine === undefined ? "new" : isSame ? "same" : "conflict" };
    }),
  ];
}

/**
 * What has to be written to bring a file in. Ids and numbers of the file stay behind: what is new gets its own.
 *
 * @param newId a fresh id at each call
 * @param firstSeq the first of as many unused numbers as the file has profiles and API hosts
 */
export function mergeBackup(
  content: BackupContent,
  secrets: BackupSecrets,
  present: Present,
  options: { readonly conflicts: ConflictChoice; readonly newId: () => string; readonly firstSeq: number },
): Merge {
  const { conflicts, newId } = options;
  const matches = matchProfiles(content, present);
  const names = new Map(present.profiles.map(({ id, name }) => [id, name]));
  const ids = new Map<string, string>();
  let seq = options.firstSeq;
  const profiles = inOrder(content.profiles).flatMap((profile) => {
    const mine = matches.get(profile.id);
    const state = profileState(profile, mine, secrets, present);
    if (mine !== undefined && (state === "same" || conflicts === "keep")) {
      ids.set(profile.id, mine.id);
      return [];
    }
    const isReplaced = mine !== undefined && conflicts === "replace";
    const id = isReplaced ? mine.id : newId();
    ids.set(profile.id, id);
    names.delete(id);
    const saved = { ...profile, id, seq: isReplaced ? mine.seq : seq++, name: freeName(profile.name, names.values()) };
    names.set(id, saved.name);
    const brought = secrets[profile.id] ?? {};
    return [isReplaced ? replacing(saved, mine, brought, present) : { profile: saved, secrets: brought }];
  });
  const ended = new Set(profiles.filter(({ endsGrant }) => endsGrant).map(({ profile }) => profile.id));
  // A token that is here already goes nowhere new before a person has looked.
  const holders = new Set<string | null>(present.profiles.map(({ id }) => id).filter((id) => !ended.has(id)));
  const hosts = inOrder(content.hosts).flatMap((host): ApiHost[] => {
    const mine = present.hosts.find(({ pattern }) => pattern === host.pattern);
    const wanted = { ...host, profileId: mapped(host.profileId, ids) };
    const settled = holders.has(wanted.profileId) && isWider(wanted, mine) ? { ...wanted, enabled: false } : wanted;
    if (mine === undefined) return [{ ...settled, id: newId(), seq: seq++ }];
    const isReplaced = conflicts === "replace" && !isAlike(settled, mine);
    return isReplaced ? [{ ...settled, id: mine.id, seq: mine.seq }] : [];
  });
  return { profiles, hosts };
}

/** Whether more requests would carry its profile's token than do with mine. */
function isWider(host: ApiHost, mine: ApiHost | undefined): boolean {
  return (
    mine === undefined ||
    !mine.enabled ||
    mine.profileId !== host.profileId ||
    host.callingPages.some((page) => !mine.callingPages.includes(page)) ||
    (host.pageLoads && !mine.pageLoads) ||
    (host.webSockets && !mine.webSockets)
  );
}

/** By id first: a name may have been given to another since. */
function matchProfiles({ profiles }: BackupContent, present: Present): Map<string, OAuthProfile> {
  const matches = new Map<string, OAuthProfile>();
  const free = new Set(present.profiles);
  const take = (profile: OAuthProfile, isIt: (mine: OAuthProfile) => boolean): void => {
    const mine = matches.has(profile.id) ? undefined : [...free].find(isIt);
    if (mine === undefined) return;
    matches.set(profile.id, mine);
    free.delete(mine);
  };
  for (const profile of profiles) take(profile, (mine) => mine.id === profile.id);
  for (const profile of profiles) take(profile, (mine) => folded(mine.name) === folded(profile.name));
  return matches;
}

function profileState(
  profile: OAuthProfile,
  mine: OAuthProfile | undefined,
  secrets: BackupSecrets,
  present: Present,
): BackupItem["state"] {
  if (mine === undefined) return "new";
  const stored = present.secretKeys(mine.id);
  // Whether two secrets are the same is not looked at; that one is missing here is.
  const bringsSecrets = Object.keys(secrets[profile.id] ?? {}).some((key) => !stored.includes(key as SecretKey));
  return isAlike(profile, mine) && !bringsSecrets ? "same" : "conflict";
}

/** Tokens, and a secret that the file does not bring, stay only where they go to the same places as before. */
function replacing(profile: OAuthProfile, mine: OAuthProfile, brought: Secrets, present: Present): MergedProfile {
  if (isSame(destinations(profile), destinations(mine))) return { profile, secrets: brought };
  const dropped = present.secretKeys(mine.id).map((key) => [key, null] as const);
  return { profile, secrets: { ...Object.fromEntries(dropped), ...brought }, endsGrant: true };
}

/** Everything that decides where a request with a secret is sent, and in which part of it the secret stands. */
function destinations(profile: OAuthProfile): Readonly<Record<string, unknown>> {
  const isPart = (name: string): boolean =>
    name.endsWith("Url") || ["issuer", "variables", "parameters", "allowInsecureHttp"].includes(name);
  return Object.fromEntries(Object.entries(profile).filter(([name]) => isPart(name)));
}

function mapped(profileId: string | null, ids: ReadonlyMap<string, string>): string | null {
  return profileId === null ? null : (ids.get(profileId) ?? null);
}

function inOrder<T extends { readonly seq: number }>(values: readonly T[]): T[] {
  return values.toSorted((a, b) => a.seq - b.seq);
}

function isAlike(a: OAuthProfile | ApiHost, b: OAuthProfile | ApiHost): boolean {
  return isSame({ ...a, id: "", seq: 0 }, { ...b, id: "", seq: 0 });
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
