import { randomBytes as nodeRandomBytes } from "node:crypto";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import type { GrantState } from "../../lib/domain/grant.ts";
import { newProfile } from "../../lib/domain/profile.ts";
import { type TokenSet, issuedBy, summarizeTokenSet } from "../../lib/domain/token-set.ts";
import { type Bytes, randomBytes } from "../../lib/store/bytes.ts";
import { importRawKey } from "../../lib/store/keys.ts";
import type { GrantRecord, ProfileRecord } from "../../lib/store/schema.ts";
import { type SealingKey, seal } from "../../lib/store/sealing.ts";

/** What is stored for a run, in the extension's own format; the device key's bytes beside it, to be imported there. */
export interface StoredRecords {
  readonly deviceKey: { readonly id: string; readonly bytes: Bytes };
  readonly profiles: readonly ProfileRecord[];
  readonly grants: readonly GrantRecord[];
  readonly hosts: readonly ApiHost[];
  readonly lastSeq: number;
}

export interface RecordsOptions {
  readonly profiles: number;
  /** The token endpoint of all of them. */
  readonly tokenUrl: string;
  /** The one page that may call every host. */
  readonly callingPage: string;
  /** Goes behind each API host's name: `:8080`. */
  readonly port: string;
}

/** Of more than these, the rest is not authorized: a rule for each of 5,000 tokens is more than the browser takes. */
const MOST_TOKENS = 1_000;
const MOST_HOSTS = 10_000;
/** The secret of every profile's client. */
export const CLIENT_SECRET = "bench-secret-5c1e";

const HOSTS_PER_PROFILE = 5;
const SIX_HOURS_MS = 6 * 3_600_000;

/** API hosts are `h0.bench.test`, `h1.bench.test`, …; the profiles take turns with them. */
export async function createRecords(options: RecordsOptions): Promise<StoredRecords> {
  const key = await importRawKey("device:bench", randomBytes(32));
  const profiles: ProfileRecord[] = [];
  const grants: GrantRecord[] = [];
  for (let number = 0; number < options.profiles; number += 1) {
    const profile = await createProfile(number, options.tokenUrl, key);
    profiles.push(profile);
    if (number < MOST_TOKENS) grants.push(await createGrant(profile, key));
  }
  const count = Math.min(MOST_HOSTS, options.profiles * HOSTS_PER_PROFILE);
  const hosts = Array.from({ length: count }, (_, number): ApiHost => {
    return {
      id: `host-${number}`,
      seq: options.profiles + number + 1,
      pattern: `http://h${number}.bench.test${options.port}`,
      profileId: `profile-${number % options.profiles}`,
      callingPages: [options.callingPage],
      pageLoads: false,
      webSockets: false,
      enabled: true,
    };
  });
  const lastSeq = options.profiles + count;
  return { deviceKey: { id: key.id, bytes: key.bytes }, profiles, grants, hosts, lastSeq };
}

async function createProfile(number: number, tokenUrl: string, key: SealingKey): Promise<ProfileRecord> {
  const id = `profile-${number}`;
  const profile = {
    ...newProfile(id, number + 1),
    name: `Profile ${number} of the staging servers`,
    grantType: "client_credentials",
    clientId: "machine",
    tokenUrl,
    allowInsecureHttp: true,
    scope: "api:read api:write",
  } as const;
  const secrets = await seal(key, { clientSecret: CLIENT_SECRET }, { store: "profiles", id }, randomBytes);
  return { id, profile, secrets, secretKeys: ["clientSecret"] };
}

/** A token of the length that a JWT has. */
async function createGrant({ id, profile }: ProfileRecord, key: SealingKey): Promise<GrantRecord> {
  const accessToken = nodeRandomBytes(600).toString("base64url");
  const obtainedAtMs = Date.now();
  const tokenSet: TokenSet = {
    accessToken,
    tokenType: "Bearer",
    refreshToken: undefined,
    idToken: undefined,
    scope: "api:read",
    obtainedAtMs,
    expiresAtMs: obtainedAtMs + SIX_HOURS_MS,
    expirySource: "reply",
    reply: { access_token: accessToken, token_type: "Bearer", expires_in: SIX_HOURS_MS / 1_000, scope: "api:read" },
    issuedBy: issuedBy(profile),
    callback: {},
  };
  const state: GrantState = {
    profileId: id,
    pending: undefined,
    failure: undefined,
    token: summarizeTokenSet(tokenSet),
  };
  return {
    profileId: id,
    state,
    tokenSet: await seal(key, tokenSet, { store: "grants", id }, randomBytes),
  };
}
