import { AppError } from "../domain/errors.ts";
import type { OAuthProfile, Secrets } from "../domain/profile.ts";
import type { TokenSet } from "../domain/token-set.ts";
import type { TokenView } from "../domain/token-view.ts";
import { viewTokenSet } from "../oauth/token-view.ts";
import type { Store } from "../store/store.ts";

/** Tells what is known of a profile's tokens. Never a token itself. */
export interface TokenDetails {
  /** @throws AppError `locked`, `not_found` when there is no token, `storage_corrupt` */
  view(profileId: string): Promise<TokenView>;
}

interface Stored {
  readonly profile: OAuthProfile;
  readonly tokenSet: TokenSet;
  /** For masking. */
  readonly secrets: readonly string[];
}

export function createTokenDetails({ store }: { readonly store: Store }): TokenDetails {
  async function expectStored(profileId: string): Promise<Stored> {
    if (store.vault.state() === "locked") throw new AppError("locked");
    const profile = store.profiles.expect(profileId);
    const tokenSet = await store.grants.tokenSet(profileId);
    if (tokenSet === undefined) throw new AppError("not_found");
    // Secrets that can't be read can't be masked by their value either; names and tokens still are.
    const secrets = await store.profiles.secrets(profileId).catch((): Secrets => ({}));
    return { profile, tokenSet, secrets: Object.values(secrets).filter((secret) => secret !== undefined) };
  }

  return {
    async view(profileId) {
      const { profile, tokenSet, secrets } = await expectStored(profileId);
      const rotates = store.grants.get(profileId)?.token?.refreshTokenRotates;
      return viewTokenSet(profile, tokenSet, secrets, rotates);
    },
  };
}
