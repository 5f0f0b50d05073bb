import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { errorWords } from "./errors.ts";
import { listWords, type PlainKey, t } from "./t.ts";

/** Words for filling the form from a provider or from an issuer. */
const MEMBERS: Readonly<Partial<Record<keyof OAuthProfile, PlainKey>>> = {
  name: "formName",
  grantType: "formGrantType",
  clientId: "formClientId",
  authorizationUrl: "formAuthorizationUrl",
  tokenUrl: "formTokenUrl",
  refreshUrl: "formRefreshUrl",
  revocationUrl: "formRevocationUrl",
  introspectionUrl: "formIntrospectionUrl",
  userinfoUrl: "formUserinfoUrl",
  issuer: "formIssuer",
  issuerInResponse: "startIssuerCheck",
  scope: "formScope",
  scopeDelimiter: "formScopeDelimiter",
  clientAuthentication: "formClientAuthentication",
  pkce: "formPkce",
  tokenRequestMethod: "formTokenRequestMethod",
  tokenRequestFormat: "formTokenRequestFormat",
  originMode: "formOriginMode",
  originValue: "formOriginValue",
  codeField: "formCodeField",
  tokenField: "formTokenField",
  expiresInUnit: "formExpiresInUnit",
  lifetimeSeconds: "formLifetime",
  headerName: "formHeaderName",
  headerPrefix: "formHeaderPrefix",
  attachAnyType: "formAttachAnyType",
  variables: "formVariables",
  parameters: "startParameters",
};

function memberWords(member: keyof OAuthProfile): string {
  const key = MEMBERS[member];
  return key === undefined ? member : t(key);
}

/** Which fields were filled, by what the form calls them. */
export function filledWords(members: readonly (keyof OAuthProfile)[]): string {
  return members.length === 0 ? t("startNothingFilled") : t("startFilledFields", listWords(members.map(memberWords)));
}

/** Why a server's description could not be used. */
export function discoveryErrorWords(error: ErrorData): string {
  if (error.code !== "redirected") return errorWords(error).text;
  return t("startRedirected", error.host === undefined ? "" : ` ${t("errorsAt", error.host)}`);
}
