import { AppError, type ErrorCode, toErrorData } from "../domain/errors.ts";
import { isEmpty, union } from "../domain/permission-set.ts";
import { endpointPermissions, missingPermissions } from "../domain/permissions.ts";
import { newProfile, type OAuthProfile } from "../domain/profile.ts";
import {
  buildDiscoveryRequest,
  discoveryUrls,
  profileFromDiscovery,
  readDiscovery,
  type ServerMetadata,
} from "../oauth/discovery.ts";
import type { EndpointCalls } from "./endpoint-calls.ts";
import type { BrowserPorts } from "./ports.ts";

/** Asks servers what they say of themselves (RFC 8414, OpenID Connect Discovery 1.0). */
export interface Discoverer {
  /**
   * Answers with the profile as the server's metadata fills it; nothing is stored but the traces. Each address is asked
   * once, until one answers.
   *
   * @param issuer as typed: an issuer, or a `.well-known` address
   * @throws AppError `invalid_field`, `permission_missing`, `discovery_issuer_mismatch` (nothing is filled then),
   *   `discovery_failed`, and what `sendRequest` throws; of several failures the one that says most
   */
  discover(issuer: string, profile: OAuthProfile): Promise<OAuthProfile>;
}

interface Parts {
  readonly calls: EndpointCalls;
  readonly ports: Pick<BrowserPorts, "permissions">;
}

export function createDiscoverer({ calls, ports }: Parts): Discoverer {
  function ask(url: string, issuers: readonly string[], profileId: string): Promise<ServerMetadata> {
    return calls.send({
      // Half typed, the form's own settings may be none that a request can be made with.
      profile: newProfile(profileId, 0),
      kind: "discovery",
      request: buildDiscoveryRequest(url),
      signal: new AbortController().signal,
      take: async (reply) => readDiscovery(issuers, reply),
    });
  }

  async function assertAllowed(urls: readonly string[]): Promise<void> {
    const needed = union(urls.map((url) => endpointPermissions(url)));
    const missing = missingPermissions(needed, await ports.permissions.granted());
    if (!isEmpty(missing)) throw new AppError("permission_missing", { host: missing.origins.join(", ") });
  }

  return {
    async discover(issuer, profile) {
      const { urls, issuers } = discoveryUrls(issuer, profile);
      await assertAllowed(urls);
      const failures: AppError[] = [];
      for (const url of urls) {
        try {
          return profileFromDiscovery(profile, await ask(url, issuers, profile.id));
        } catch (error) {
          const failure = withHost(error, url);
          if (!GOES_ON.includes(failure.code)) throw failure;
          failures.push(failure);
        }
      }
      throw mostTelling(failures);
    },
  };
}

/** After these another address of the same server may still answer, the first said being the most telling. */
const GOES_ON: readonly ErrorCode[] = [
  "discovery_issuer_mismatch",
  "redirected",
  "reply_too_large",
  "reply_unreadable",
  "discovery_failed",
];

function mostTelling(failures: readonly AppError[]): AppError {
  const [first] = failures.toSorted((one, other) => rank(one) - rank(other));
  return first ?? new AppError("discovery_failed");
}

/** A page in place of metadata says more than that there is nothing. */
function rank({ code, details }: AppError): number {
  return GOES_ON.indexOf(code) + (details.status === 404 ? 1 : 0);
}

function withHost(error: unknown, url: string): AppError {
  const { code, ...details } = toErrorData(error);
  return new AppError(code, { host: new URL(url).host, ...details }, { cause: error });
}
