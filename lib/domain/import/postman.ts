import type { OAuthProfile } from "../profile.ts";
import { draftOf, type ImportedDraft, listOf, type Members, membersOf, textOf } from "./draft.ts";

/** The grants of Postman that we can run, by their names there. */
const GRANTS: Readonly<Record<string, Partial<OAuthProfile>>> = {
  authorization_code: { grantType: "authorization_code", pkce: "off" },
  authorization_code_with_pkce: { grantType: "authorization_code", pkce: "S256" },
  client_credentials: { grantType: "client_credentials" },
};

/**
 * The OAuth clients of a Postman collection v2.1: every `auth` block of type `oauth2`, of the collection, its folders and
 * its requests, each once. `{{name}}` is filled in from the collection's variables; one that is in an environment stays,
 * and the form asks for its value.
 */
export function readPostman(collection: unknown): ImportedDraft[] {
  const { info, auth, item, variable } = membersOf(collection);
  const schema = textOf(membersOf(info)["schema"]);
  if (!schema.includes("schema.getpostman.com") && !schema.includes("schema.postman.com")) return [];
  const variables = new Map(
    listOf(variable).map((one) => [textOf(membersOf(one)["key"]), textOf(membersOf(one)["value"])] as const),
  );
  const found = [membersOf({ name: membersOf(info)["name"], auth }), ...blocks(item)];
  const drafts = found.flatMap(({ name, auth: block }) => draftOfBlock(textOf(name), block, variables) ?? []);
  return drafts.filter((draft, at) => drafts.findIndex((other) => isSame(draft, other)) === at);
}

function blocks(items: unknown): Members[] {
  return listOf(items).flatMap((item) => {
    const { name, auth, request, item: inner } = membersOf(item);
    return [{ name, auth: auth ?? membersOf(request)["auth"] }, ...blocks(inner)];
  });
}

function draftOfBlock(name: string, block: unknown, variables: ReadonlyMap<string, string>): ImportedDraft | undefined {
  const { type, oauth2 } = membersOf(block);
  if (type !== "oauth2") return undefined;
  const entries = listOf(oauth2).map((one) => [textOf(membersOf(one)["key"]), membersOf(one)["value"]] as const);
  const settings = new Map(entries);
  const text = (key: string): string =>
    textOf(settings.get(key)).replace(/\{\{([^{}]+)\}\}/gu, (whole, variable: string) => {
      return variables.get(variable.trim()) || whole;
    });
  const grant = GRANTS[text("grant_type") || "authorization_code"];
  if (grant === undefined) return undefined;
  const isPlain = grant.pkce === "S256" && text("challengeAlgorithm").toLowerCase() === "plain";
  return draftOf(
    {
      name: text("tokenName") || name,
      ...grant,
      ...(isPlain ? { pkce: "plain" } : {}),
      clientId: text("clientId"),
      authorizationUrl: text("authUrl"),
      tokenUrl: text("accessTokenUrl"),
      refreshUrl: text("refreshTokenUrl"),
      scope: text("scope"),
      ...(text("client_authentication") === "body" ? { clientAuthentication: "body" } : {}),
      ...(text("headerPrefix") === "" ? {} : { headerPrefix: text("headerPrefix") }),
    },
    text("clientSecret"),
  );
}

function isSame(a: ImportedDraft, b: ImportedDraft): boolean {
  return (
    JSON.stringify({ ...a, profile: { ...a.profile, name: "" } }) ===
    JSON.stringify({ ...b, profile: { ...b.profile, name: "" } })
  );
}
