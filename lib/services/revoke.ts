import { AppError } from "../domain/errors.ts";
import { isEmpty } from "../domain/permission-set.ts";
import { missingPermissions, profilePermissions } from "../domain/permissions.ts";
import type { OAuthProfile } from "../domain/profile.ts";
import { isFromSameServer, type TokenSet } from "../domain/token-set.ts";
import { buildRevocationRequest, readRevocationResponse } from "../oauth/revocation.ts";
import type { Store } from "../store/store.ts";
import type { Acquirer } from "./acquire.ts";
import type { EndpointCalls } from "./endpoint-calls.ts";
import type { BrowserPorts } from "./ports.ts";

interface Parts {
  readonly store: Store;
  readonly acquirer: Acquirer;
  readonly calls: EndpointCalls;
  readonly ports: Pick<BrowserPorts, "permissions">;
}

/** Takes a profile's tokens back at the server, and then forgets them. */
export interface Revoker {
  /**
   * Revokes the refresh token, and with it the grant, then the access token (RFC 7009 §2.1). Without a revocation URL
   * the token set is only forgotten. A sign-in is called off and a refresh
   * waited for; nothing begins before it is done.
   *
   * @throws AppError what the server or the network says; everything is kept then (§2.2.1: after a 503 the token still
   *   exists). Also `not_found`, `locked`, `permission_missing`, `storage_failed`, and `other_server`
   */
  revoke(profileId: string): Promise<void>;
}

export function createRevoker({ store, acquirer, calls, ports }: Parts): Revoker {
  async function send(
    profile: OAuthProfile,
    tokenSet: TokenSet,
    hint: "access_token" | "refresh_token",
  ): Promise<void> {
    const token = hint === "refresh_token" ? tokenSet.refreshToken : tokenSet.accessToken;
    if (token === undefined) return;
    const secrets = await store.profiles.secrets(profile.id);
    const request = buildRevocationRequest(profile, secrets, token, hint, tokenSet.callback);
    const { signal } = new AbortController();
    await calls.send({
      profile,
      kind: "revocation",
      request,
      signal,
      take: async (reply) => readRevocationResponse(reply),
    });
  }

  async function revokeAtServer(profile: OAuthProfile, tokenSet: TokenSet): Promise<void> {
    const missing = missingPermissions(profilePermissions(profile), await ports.permissions.granted());
    if (!isEmpty(missing)) throw new AppError("permission_missing", { host: missing.origins.join(", ") });
    if (!isFromSameServer(profile, tokenSet)) throw new AppError("other_server");
    await send(profile, tokenSet, "refresh_token");
    try {
      await send(profile, tokenSet, "access_token");
    } catch (error) {
      // §2.2.1: some servers revoke refresh tokens only; the access token ends with the grant, or soon.
      if (tokenSet.refreshToken === undefined || !isUnsupported(error)) throw error;
    }
  }

  return {
    async revoke(profileId) {
      // A sign-in window may stay open for ever; a refresh is waited for, because its reply has the tokens to revoke.
      await acquirer.cancel(profileId);
      await acquirer.alone(profileId, async () => {
        const profile = store.profiles.expect(profileId);
        const tokenSet = await store.grants.tokenSet(profileId);
        if (tokenSet !== undefined && profile.revocationUrl.trim() !== "") await revokeAtServer(profile, tokenSet);
        await store.grants.forget(profileId);
      });
    },
  };
}

function isUnsupported(error: unknown): boolean {
  return error instanceof AppError && error.details.error === "unsupported_token_type";
}
