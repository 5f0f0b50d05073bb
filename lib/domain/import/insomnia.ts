import { draftOf, type ImportedDraft, listOf, membersOf, textOf } from "./draft.ts";

const GRANTS = ["authorization_code", "client_credentials"] as const;

/** The OAuth clients of an Insomnia export of version 4 (JSON): every resource with `oauth2` authentication. */
export function readInsomnia(file: unknown): ImportedDraft[] {
  const { _type: type, __export_format: version, resources } = membersOf(file);
  if (type !== "export" || version !== 4) return [];
  return listOf(resources).flatMap((resource): ImportedDraft[] => {
    const { name, authentication } = membersOf(resource);
    const settings = membersOf(authentication);
    const grantType = GRANTS.find((grant) => grant === settings["grantType"]);
    if (settings["type"] !== "oauth2" || settings["disabled"] === true || grantType === undefined) return [];
    const text = (key: string): string => textOf(settings[key]);
    const isCode = grantType === "authorization_code";
    const pkce = settings["usePkce"] !== true ? "off" : text("pkceMethod") === "plain" ? "plain" : "S256";
    const found = {
      name: textOf(name),
      grantType,
      clientId: text("clientId"),
      authorizationUrl: isCode ? text("authorizationUrl") : "",
      tokenUrl: text("accessTokenUrl"),
      scope: text("scope"),
      headerPrefix: text("tokenPrefix"),
      ...(isCode ? ({ pkce } as const) : {}),
      ...(settings["credentialsInBody"] === true ? ({ clientAuthentication: "body" } as const) : {}),
    };
    return [draftOf(found, text("clientSecret"))];
  });
}
