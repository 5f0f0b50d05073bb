import { AppError } from "../domain/errors.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import { isFromSameServer, type TokenSet } from "../domain/token-set.ts";
import type { Introspection, TokenView, Userinfo } from "../domain/token-view.ts";
import type { HttpReply, HttpRequest } from "../oauth/http.ts";
import { buildIntrospectionRequest, readIntrospection } from "../oauth/introspection.ts";
import { hiddenValues, viewTokenSet } from "../oauth/token-view.ts";
import { buildUserinfoRequest, readUserinfo } from "../oauth/userinfo.ts";
import type { Store } from "../store/store.ts";
import type { EndpointCalls } from "./endpoint-calls.ts";

/** Tells what is known of a profile's tokens, here and at the server. Never a token itself. */
export interface TokenDetails {
  /** @throws AppError `locked`, `not_found` when there is no token, `storage_corrupt` */
  view(profileId: string): Promise<TokenView>;
  /**
   * Asks the introspection endpoint about the access token, fresh or not.
   *
   * @throws AppError as `view`, `invalid_field`, `permission_missing`, `other_server`, and what the server or the network says
   */
  introspect(profileId: string): Promise<Introspection>;
  /** Asks the userinfo endpoint with the access token. @throws AppError as `introspect` */
  userinfo(profileId: string): Promise<Userinfo>;
}

interface Stored {
  readonly profile: OAuthProfile;
  readonly tokenSet: TokenSet;
  readonly secrets: Secrets;
}

interface Question<T> {
  readonly kind: "introspection" | "userinfo";
  readonly build: (profile: OAuthProfile, secrets: Secrets, tokenSet: TokenSet) => HttpRequest;
  readonly read: (stored: Stored, reply: HttpReply, hidden: readonly string[]) => T;
}

export function createTokenDetails({
  store,
  calls,
}: {
  readonly store: Store;
  readonly calls: EndpointCalls;
}): TokenDetails {
  function assertUnlocked(): void {
    if (store.vault.state() === "locked") throw new AppError("locked");
  }

  async function expectStored(profileId: string): Promise<Stored> {
    assertUnlocked();
    const profile = store.profiles.expect(profileId);
    const tokenSet = await store.grants.tokenSet(profileId);
    if (tokenSet === undefined) throw new AppError("not_found");
    const secrets = await store.profiles.secrets(profileId);
    // Locked while that was read: nothing leaves a locked vault.
    assertUnlocked();
    return { profile, tokenSet, secrets };
  }

  async function ask<T>(profileId: string, { kind, build, read }: Question<T>): Promise<T> {
    const stored = await expectStored(profileId);
    const { profile, tokenSet, secrets } = stored;
    if (!isFromSameServer(profile, tokenSet)) throw new AppError("other_server");
    const request = build(profile, secrets, tokenSet);
    const { signal } = new AbortController();
    const take = async (reply: HttpReply): Promise<T> => read(stored, reply, hiddenValues(tokenSet, secrets));
    const answer = await calls.send({ profile, kind, request, signal, take });
    assertUnlocked();
    return answer;
  }

  return {
    async view(profileId) {
      const { profile, tokenSet, secrets } = await expectStored(profileId);
      const rotates = store.grants.get(profileId)?.token?.refreshTokenRotates;
      return viewTokenSet(profile, tokenSet, secrets, rotates);
    },
    introspect: (profileId) =>
      ask(profileId, {
        kind: "introspection",
        build: buildIntrospectionRequest,
        read: ({ profile }, reply, hidden) => readIntrospection(profile, reply, hidden),
      }),
    userinfo: (profileId) =>
      ask(profileId, {
        kind: "userinfo",
        build: buildUserinfoRequest,
        read: ({ profile, tokenSet }, reply, hidden) => readUserinfo(profile, reply, tokenSet.idToken, hidden),
      }),
  };
}
