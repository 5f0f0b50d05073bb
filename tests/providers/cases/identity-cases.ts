import { ANY, CLIENT, json, optional } from "../mock-provider.ts";
import type { ProviderCase } from "../provider-case.ts";
import { asks, IN_BODY, PKCE, renews, RFC_REFUSED, rfcRefusal, trades } from "./parts.ts";

const GRAPH = "offline_access https://graph.microsoft.com/User.Read";
const ENTRA = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0";

/** AADSTS errors come with numbers and a trace beside the RFC's members. */
function entraRefusal(reason: string) {
  return json({ error: "invalid_grant", error_description: reason, error_codes: [70008], trace_id: "t" }, 400);
}

export const IDENTITY_CASES: readonly ProviderCase[] = [
  {
    name: "Google",
    quirk: "offline access is asked for by parameters; refresh replies have no refresh token",
    provider: "google",
    settings: { scope: "openid email" },
    mock: {
      authorize: {
        url: "https://accounts.google.com/o/oauth2/v2/auth",
        query: asks({ scope: "openid email", access_type: "offline", prompt: "consent", ...PKCE.asked }),
        back: { scope: "email openid", authuser: "0", prompt: "consent" },
      },
      token: {
        url: "https://oauth2.googleapis.com/token",
        body: trades({ ...IN_BODY, ...PKCE.proven }),
        reply: json({
          access_token: "ya29.a0",
          expires_in: 3599,
          refresh_token: "1//rt",
          scope: "openid email",
          token_type: "Bearer",
        }),
      },
      refresh: {
        url: "https://oauth2.googleapis.com/token",
        body: renews(IN_BODY),
        reply: json({ access_token: "ya29.a1", expires_in: 3599, scope: "openid email", token_type: "Bearer" }),
      },
      refusal: rfcRefusal,
    },
    expected: {
      accessToken: "ya29.a0",
      refreshToken: "1//rt",
      scope: "openid email",
      lifetime: 3599,
      header: "Authorization: Bearer ya29.a0",
      callback: { scope: "email openid", authuser: "0", prompt: "consent" },
      refreshed: {
        accessToken: "ya29.a1",
        refreshToken: "1//rt",
        scope: "openid email",
        lifetime: 3599,
        header: "Authorization: Bearer ya29.a1",
      },
    },
    refused: RFC_REFUSED,
    needs: ["authorization.access_type", "authorization.prompt", "clientAuthentication"],
  },
  {
    name: "Microsoft Entra ID, web",
    quirk: "an Origin is refused; the refresh has to name the scope again",
    provider: "entra",
    variables: { tenant: "contoso.onmicrosoft.com" },
    mock: {
      authorize: {
        url: `${ENTRA}/authorize`,
        query: asks({ scope: GRAPH, ...PKCE.asked }),
        back: { session_state: "s-1" },
      },
      token: {
        url: `${ENTRA}/token`,
        body: trades({ ...IN_BODY, ...PKCE.proven }),
        origin: "refused",
        reply: json({
          token_type: "Bearer",
          scope: "https://graph.microsoft.com/User.Read",
          expires_in: 3736,
          ext_expires_in: 3736,
          access_token: "eyJ0.entra",
          refresh_token: "M.R3-1",
        }),
      },
      refresh: {
        url: `${ENTRA}/token`,
        body: renews({ ...IN_BODY, scope: GRAPH }),
        origin: "refused",
        reply: json({
          token_type: "Bearer",
          scope: GRAPH,
          expires_in: 3600,
          access_token: "eyJ1.entra",
          refresh_token: "M.R3-2",
        }),
      },
      refusal: entraRefusal,
    },
    expected: {
      accessToken: "eyJ0.entra",
      refreshToken: "M.R3-1",
      scope: "https://graph.microsoft.com/User.Read",
      lifetime: 3736,
      header: "Authorization: Bearer eyJ0.entra",
      callback: { session_state: "s-1" },
      refreshed: {
        accessToken: "eyJ1.entra",
        refreshToken: "M.R3-2",
        scope: GRAPH,
        lifetime: 3600,
        header: "Authorization: Bearer eyJ1.entra",
      },
    },
    refused: RFC_REFUSED,
    needs: ["clientAuthentication", "refresh.scope"],
  },
  {
    name: "Microsoft Entra ID, single-page application",
    quirk: "an Origin is demanded, and no secret is taken",
    provider: "entra-spa",
    variables: { tenant: "contoso.onmicrosoft.com" },
    client: { id: CLIENT.id, secret: undefined },
    mock: {
      authorize: { url: `${ENTRA}/authorize`, query: asks({ scope: GRAPH, ...PKCE.asked }) },
      token: {
        url: `${ENTRA}/token`,
        body: trades({ client_id: CLIENT.id, ...PKCE.proven }),
        headers: { origin: "https://localhost" },
        origin: "demanded",
        reply: json({
          token_type: "Bearer",
          scope: GRAPH,
          expires_in: 3600,
          access_token: "eyJ0.spa",
          refresh_token: "M.S-1",
        }),
      },
      refresh: {
        url: `${ENTRA}/token`,
        body: renews({ client_id: CLIENT.id, scope: GRAPH }),
        origin: "demanded",
        reply: json({
          token_type: "Bearer",
          scope: GRAPH,
          expires_in: 3600,
          access_token: "eyJ1.spa",
          refresh_token: "M.S-2",
        }),
      },
      refusal: entraRefusal,
    },
    expected: {
      accessToken: "eyJ0.spa",
      refreshToken: "M.S-1",
      scope: GRAPH,
      lifetime: 3600,
      header: "Authorization: Bearer eyJ0.spa",
      refreshed: {
        accessToken: "eyJ1.spa",
        refreshToken: "M.S-2",
        scope: GRAPH,
        lifetime: 3600,
        header: "Authorization: Bearer eyJ1.spa",
      },
    },
    refused: RFC_REFUSED,
    needs: ["clientAuthentication", "originMode", "refresh.scope"],
  },
  {
    name: "Microsoft Entra ID, client credentials",
    quirk: "credentials in the body, a scope that ends in /.default",
    provider: "entra",
    grantType: "client_credentials",
    variables: { tenant: "contoso.onmicrosoft.com" },
    mock: {
      token: {
        url: `${ENTRA}/token`,
        body: { grant_type: "client_credentials", scope: "https://graph.microsoft.com/.default", ...IN_BODY },
        origin: "refused",
        reply: json({ token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: "eyJ0.app" }),
      },
      refusal: entraRefusal,
    },
    expected: { accessToken: "eyJ0.app", lifetime: 3599, header: "Authorization: Bearer eyJ0.app" },
    refused: RFC_REFUSED,
    needs: ["clientAuthentication"],
  },
  {
    name: "Auth0",
    quirk: "the API is named by an audience",
    provider: "auth0",
    variables: { domain: "acme.eu.auth0.com", audience: "https://api.acme.example" },
    mock: {
      authorize: {
        url: "https://acme.eu.auth0.com/authorize",
        query: asks({ scope: "openid profile offline_access", audience: "https://api.acme.example", ...PKCE.asked }),
      },
      token: {
        url: "https://acme.eu.auth0.com/oauth/token",
        body: trades({ ...IN_BODY, ...PKCE.proven }),
        reply: json({
          access_token: "at-0",
          refresh_token: "rt-0",
          id_token: "id-0",
          token_type: "Bearer",
          expires_in: 86400,
        }),
      },
      refresh: {
        url: "https://acme.eu.auth0.com/oauth/token",
        body: renews(IN_BODY),
        reply: json({ access_token: "at-1", refresh_token: "rt-1", token_type: "Bearer", expires_in: 86400 }),
      },
      refusal: rfcRefusal,
    },
    expected: {
      accessToken: "at-0",
      refreshToken: "rt-0",
      lifetime: 86400,
      header: "Authorization: Bearer at-0",
      refreshed: { accessToken: "at-1", refreshToken: "rt-1", lifetime: 86400, header: "Authorization: Bearer at-1" },
    },
    refused: RFC_REFUSED,
    needs: ["authorization.audience"],
  },
  {
    name: "Auth0, client credentials",
    quirk: "the audience belongs to the token request",
    provider: "auth0",
    grantType: "client_credentials",
    variables: { domain: "acme.eu.auth0.com", audience: "https://api.acme.example" },
    mock: {
      token: {
        url: "https://acme.eu.auth0.com/oauth/token",
        body: { grant_type: "client_credentials", audience: "https://api.acme.example", ...IN_BODY },
        reply: json({ access_token: "at-0", scope: "read:all", token_type: "Bearer", expires_in: 86400 }),
      },
      refusal: (reason) => json({ error: "access_denied", error_description: reason }, 403),
    },
    expected: { accessToken: "at-0", scope: "read:all", lifetime: 86400, header: "Authorization: Bearer at-0" },
    refused: { error: "access_denied", description: "told so" },
    needs: ["token.audience"],
  },
  {
    name: "FusionAuth",
    quirk: "sends WWW-Authenticate with replies that are not 401",
    provider: "fusionauth",
    variables: { host: "acme.fusionauth.io" },
    client: { id: CLIENT.id, secret: undefined },
    settings: { clientAuthentication: "none" },
    mock: {
      authorize: {
        url: "https://acme.fusionauth.io/oauth2/authorize",
        query: asks({ scope: "openid offline_access", ...PKCE.asked }),
        back: { locale: "en", userState: "Authenticated" },
      },
      token: {
        url: "https://acme.fusionauth.io/oauth2/token",
        body: trades({ client_id: CLIENT.id, ...PKCE.proven }),
        reply: withChallenge(
          json({ access_token: "at-0", expires_in: 3600, refresh_token: "rt-0", token_type: "Bearer", userId: "u-1" }),
        ),
      },
      refresh: {
        url: "https://acme.fusionauth.io/oauth2/token",
        body: renews({ client_id: CLIENT.id }),
        reply: withChallenge(json({ access_token: "at-1", expires_in: 3600, token_type: "Bearer" })),
      },
      refusal: (reason) =>
        withChallenge(
          json({ error: "invalid_grant", error_reason: "auth_code_not_found", error_description: reason }, 400),
        ),
    },
    expected: {
      accessToken: "at-0",
      refreshToken: "rt-0",
      lifetime: 3600,
      header: "Authorization: Bearer at-0",
      callback: { locale: "en", userState: "Authenticated" },
      refreshed: { accessToken: "at-1", refreshToken: "rt-0", lifetime: 3600, header: "Authorization: Bearer at-1" },
    },
    refused: RFC_REFUSED,
    needs: ["clientAuthentication"],
  },
  {
    name: "Yandex ID",
    quirk: "the token goes under the scheme OAuth",
    provider: "yandex",
    mock: {
      authorize: {
        url: "https://oauth.yandex.com/authorize",
        query: asks({ scope: "login:info login:email", ...PKCE.asked }),
        back: { cid: "c-1" },
      },
      token: {
        url: "https://oauth.yandex.com/token",
        client: "basic",
        body: { ...trades(PKCE.proven), redirect_uri: ANY },
        reply: json({ token_type: "bearer", access_token: "y0_at", expires_in: 31536000, refresh_token: "1:rt" }),
      },
      refusal: rfcRefusal,
    },
    expected: {
      accessToken: "y0_at",
      refreshToken: "1:rt",
      lifetime: 31536000,
      header: "Authorization: OAuth y0_at",
      callback: { cid: "c-1" },
    },
    refused: RFC_REFUSED,
    needs: ["headerPrefix"],
  },
  {
    name: "Facebook",
    quirk: "the code is exchanged by GET; the redirect ends in #_=_",
    provider: "facebook",
    mock: {
      authorize: {
        url: "https://www.facebook.com/v23.0/dialog/oauth",
        query: asks({ scope: "public_profile,email" }),
        fragment: "#_=_",
      },
      token: {
        url: "https://graph.facebook.com/v23.0/oauth/access_token",
        method: "GET",
        query: { ...IN_BODY, redirect_uri: ANY, code: ANY },
        reply: json({ access_token: "EAAB", token_type: "bearer", expires_in: 5183944 }, 200, "text/javascript"),
      },
      refusal: (reason) =>
        json({ error: { message: reason, type: "OAuthException", code: 100, fbtrace_id: "A" } }, 400),
    },
    expected: { accessToken: "EAAB", lifetime: 5183944, header: "Authorization: Bearer EAAB" },
    refused: { error: "100", description: "told so" },
    needs: ["tokenRequestMethod", "clientAuthentication", "scopeDelimiter", "pkce", "token.grant_type"],
  },
  {
    name: "Instagram",
    quirk: "scopes joined by commas; no token_type, no lifetime; #_ after the code",
    provider: "instagram",
    mock: {
      authorize: {
        url: "https://www.instagram.com/oauth/authorize",
        query: asks({ scope: "instagram_business_basic,instagram_business_manage_messages" }),
        fragment: "#_",
      },
      token: {
        url: "https://api.instagram.com/oauth/access_token",
        body: trades(IN_BODY),
        reply: json({ access_token: "IGQ", user_id: 17841, permissions: "instagram_business_basic" }),
      },
      refusal: (reason) => json({ error_type: "OAuthException", code: 400, error_message: reason }, 400),
    },
    expected: { accessToken: "IGQ", header: "Authorization: Bearer IGQ" },
    refused: { error: "OAuthException", description: "told so" },
    needs: ["scopeDelimiter", "clientAuthentication", "pkce"],
  },
  {
    name: "Salesforce",
    quirk: "replies have no expires_in",
    provider: "salesforce",
    variables: { domain: "acme.my.salesforce.com" },
    mock: {
      authorize: {
        url: "https://acme.my.salesforce.com/services/oauth2/authorize",
        query: asks({ scope: "api refresh_token", ...PKCE.asked }),
      },
      token: {
        url: "https://acme.my.salesforce.com/services/oauth2/token",
        body: trades({ ...IN_BODY, ...PKCE.proven }),
        reply: json({
          access_token: "00Dx-at",
          refresh_token: "5Aep-rt",
          scope: "refresh_token api",
          instance_url: "https://acme.my.salesforce.com",
          id: "https://login.salesforce.com/id/00Dx/005x",
          token_type: "Bearer",
          issued_at: "1278448384422",
          signature: "SSSbLO=",
        }),
      },
      refresh: {
        url: "https://acme.my.salesforce.com/services/oauth2/token",
        body: renews(IN_BODY),
        reply: json({ access_token: "00Dx-a2", token_type: "Bearer", issued_at: "1278448384422", signature: "S=" }),
      },
      refusal: (reason) => json({ error: "invalid_grant", error_description: reason }, 400),
    },
    expected: {
      accessToken: "00Dx-at",
      refreshToken: "5Aep-rt",
      scope: "refresh_token api",
      lifetime: 7200,
      header: "Authorization: Bearer 00Dx-at",
      refreshed: {
        accessToken: "00Dx-a2",
        refreshToken: "5Aep-rt",
        scope: "refresh_token api",
        lifetime: 7200,
        header: "Authorization: Bearer 00Dx-a2",
      },
    },
    refused: RFC_REFUSED,
    needs: ["lifetimeSeconds", "clientAuthentication"],
  },
  {
    name: "PayPal",
    quirk: "expires_in is a string; the authorization URL has a query of its own",
    provider: "paypal",
    variables: { web: "www.sandbox.paypal.com", api: "api-m.sandbox.paypal.com" },
    mock: {
      authorize: {
        url: "https://www.sandbox.paypal.com/connect",
        query: asks({ flowEntry: "static", scope: "openid email" }),
      },
      token: {
        url: "https://api-m.sandbox.paypal.com/v1/oauth2/token",
        client: "basic",
        body: { ...trades(), redirect_uri: ANY },
        reply: json({
          scope: "openid email",
          access_token: "A21AA",
          token_type: "Bearer",
          expires_in: "28800",
          refresh_token: "R23AA",
          nonce: "2019-04-02",
        }),
      },
      refresh: {
        url: "https://api-m.sandbox.paypal.com/v1/oauth2/token",
        client: "basic",
        body: renews(),
        reply: json({ access_token: "A21AB", token_type: "Bearer", expires_in: "28800" }),
      },
      refusal: (reason) => json({ error: "invalid_client", error_description: reason }, 401),
    },
    expected: {
      accessToken: "A21AA",
      refreshToken: "R23AA",
      scope: "openid email",
      lifetime: 28800,
      header: "Authorization: Bearer A21AA",
      refreshed: {
        accessToken: "A21AB",
        refreshToken: "R23AA",
        scope: "openid email",
        lifetime: 28800,
        header: "Authorization: Bearer A21AB",
      },
    },
    refused: { error: "invalid_client", description: "told so" },
    needs: ["pkce"],
  },
  {
    name: "Yahoo, public client",
    quirk: "an app without secret; the reply names the user in a member of its own",
    provider: "yahoo",
    settings: { clientAuthentication: "none" },
    client: { id: CLIENT.id, secret: undefined },
    mock: {
      authorize: {
        url: "https://api.login.yahoo.com/oauth2/request_auth",
        query: asks({ scope: "openid profile", ...PKCE.asked, language: optional("en-us") }),
      },
      token: {
        url: "https://api.login.yahoo.com/oauth2/get_token",
        body: trades({ client_id: CLIENT.id, ...PKCE.proven }),
        reply: json({
          access_token: "Jzxb",
          token_type: "bearer",
          expires_in: 3600,
          refresh_token: "ANR4",
          xoauth_yahoo_guid: "G",
        }),
      },
      refusal: (reason) => json({ error: "INVALID_REFRESH_TOKEN", error_description: reason }, 400),
    },
    expected: { accessToken: "Jzxb", refreshToken: "ANR4", lifetime: 3600, header: "Authorization: Bearer Jzxb" },
    refused: { error: "INVALID_REFRESH_TOKEN", description: "told so" },
    needs: ["clientAuthentication"],
  },
];

/** Such a header made a certified library throw before it looked at the body. */
function withChallenge(reply: ReturnType<typeof json>): ReturnType<typeof json> {
  return { ...reply, headers: { ...reply.headers, "www-authenticate": 'Bearer realm="FusionAuth"' } };
}
