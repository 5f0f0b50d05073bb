import type { ParameterGroupName } from "./parameter-groups.ts";
import type { ClientAuthentication, GrantType, OAuthProfile, SecretKey } from "./profile.ts";

/** One row of a group: what would be sent if nothing were changed. */
export interface DefaultParameter {
  readonly name: string;
  /** Value with placeholders, as the form shows it. */
  readonly template: string;
  /** Sent unless the tester excludes it. False for defaults that only some servers want. */
  readonly included: boolean;
  /** Its value is a secret; a replacement is stored encrypted. */
  readonly secret: boolean;
}

/** Where the replacement value of a secret default lies. */
export function defaultSecretKey(group: ParameterGroupName, name: string): SecretKey {
  return `default.${group}.${name}`;
}

/** Where the value of an added parameter marked secret lies. */
export function addedSecretKey(id: string): SecretKey {
  return `added.${id}`;
}

type Shape = Pick<OAuthProfile, "grantType" | "clientAuthentication" | "pkce">;

/**
 * The default parameters of one request, in the order in which they are sent.
 *
 * Authorization request: RFC 6749 §4.1.1, RFC 7636 §4.3. Token request: RFC 6749 §4.1.3, §4.4.2, RFC 7636 §4.5.
 * Refresh: RFC 6749 §6. Client credentials in the body: RFC 6749 §2.3.1.
 */
export function defaultParameters(profile: Shape, group: ParameterGroupName): readonly DefaultParameter[] {
  switch (group) {
    case "authorization":
      return profile.grantType === "authorization_code" ? authorizationDefaults(profile) : [];
    case "token":
      return tokenDefaults(profile.grantType, profile);
    case "refresh":
      return [
        plain("grant_type", "refresh_token"),
        plain("refresh_token", "{{refresh_token}}"),
        { ...plain("scope", "{{scope}}"), included: false },
        ...clientDefaults(profile.clientAuthentication),
      ];
  }
}

function authorizationDefaults(profile: Shape): DefaultParameter[] {
  const pkce = profile.pkce !== "off";
  return [
    plain("response_type", "code"),
    plain("client_id", "{{client_id}}"),
    plain("redirect_uri", "{{redirect_uri}}"),
    plain("scope", "{{scope}}"),
    plain("state", "{{state}}"),
    ...(pkce ? [plain("code_challenge", "{{code_challenge}}"), plain("code_challenge_method", profile.pkce)] : []),
  ];
}

function tokenDefaults(grantType: GrantType, profile: Shape): DefaultParameter[] {
  const client = clientDefaults(profile.clientAuthentication);
  if (grantType === "client_credentials") {
    return [plain("grant_type", "client_credentials"), plain("scope", "{{scope}}"), ...client];
  }
  return [
    plain("grant_type", "authorization_code"),
    plain("code", "{{code}}"),
    plain("redirect_uri", "{{redirect_uri}}"),
    ...(profile.pkce === "off" ? [] : [plain("code_verifier", "{{code_verifier}}")]),
    ...client,
  ];
}

function clientDefaults(authentication: ClientAuthentication): DefaultParameter[] {
  const id = plain("client_id", "{{client_id}}");
  switch (authentication) {
    case "body":
      return [id, { ...plain("client_secret", "{{client_secret}}"), secret: true }];
    case "none":
      return [id];
    case "basic":
    case "basic_raw":
      // Not sent beside Basic (RFC 6749 §2.3: one method a request), but X and others want it: one click away.
      return [{ ...id, included: false }];
  }
}

function plain(name: string, template: string): DefaultParameter {
  return { name, template, included: true, secret: false };
}
