import type { Provider } from "./provider.ts";

/** Accounts and identity platforms. */
export const IDENTITY_PROVIDERS: readonly Provider[] = [
  {
    id: "google",
    name: "Google",
    source: "https://developers.google.com/identity/protocols/oauth2/web-server",
    keywords: ["gmail", "drive", "calendar", "workspace", "cloud", "youtube", "gcp"],
    settings: {
      authorizationUrl: "https://accounts.google.com/o/oauth2/v2/auth",
      tokenUrl: "https://oauth2.googleapis.com/token",
      revocationUrl: "https://oauth2.googleapis.com/revoke",
      clientAuthentication: "body",
      scope: "openid email https://www.googleapis.com/auth/drive.readonly",
      // Without both, only the very first consent brings a refresh token.
      authorization: { access_type: "offline", prompt: "consent" },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "entra",
    name: "Microsoft Entra ID",
    source: "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow",
    keywords: ["azure", "active directory", "aad", "office 365", "graph", "outlook", "teams"],
    variables: [{ name: "tenant", label: "Tenant", example: "contoso.onmicrosoft.com", initial: "common" }],
    settings: {
      authorizationUrl: "https://login.microsoftonline.com/{{tenant}}/oauth2/v2.0/authorize",
      tokenUrl: "https://login.microsoftonline.com/{{tenant}}/oauth2/v2.0/token",
      clientAuthentication: "body",
    },
    grants: {
      authorization_code: { scope: "offline_access https://graph.microsoft.com/User.Read", refresh: { scope: true } },
      client_credentials: { scope: "https://graph.microsoft.com/.default" },
    },
  },
  {
    id: "entra-spa",
    name: "Microsoft Entra ID (single-page application)",
    source: "https://learn.microsoft.com/entra/identity-platform/reply-url#single-page-application-spa",
    keywords: ["azure", "active directory", "aad", "spa", "public client"],
    variables: [{ name: "tenant", label: "Tenant", example: "contoso.onmicrosoft.com", initial: "common" }],
    settings: {
      authorizationUrl: "https://login.microsoftonline.com/{{tenant}}/oauth2/v2.0/authorize",
      tokenUrl: "https://login.microsoftonline.com/{{tenant}}/oauth2/v2.0/token",
      clientAuthentication: "none",
      scope: "offline_access https://graph.microsoft.com/User.Read",
      // Codes of this kind of client are redeemed by cross-origin requests only.
      originMode: "custom",
      originValue: "https://localhost",
      refresh: { scope: true },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "okta",
    name: "Okta",
    source: "https://developer.okta.com/docs/reference/api/oidc/",
    variables: [
      { name: "domain", label: "Okta domain", example: "dev-123456.okta.com" },
      { name: "server", label: "Authorization server", example: "default", initial: "default" },
    ],
    settings: {
      authorizationUrl: "https://{{domain}}/oauth2/{{server}}/v1/authorize",
      tokenUrl: "https://{{domain}}/oauth2/{{server}}/v1/token",
      revocationUrl: "https://{{domain}}/oauth2/{{server}}/v1/revoke",
    },
    grants: {
      authorization_code: { scope: "openid profile offline_access" },
      client_credentials: { scope: "custom_scope" },
    },
  },
  {
    id: "auth0",
    name: "Auth0",
    source:
      "https://auth0.com/docs/get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce",
    variables: [
      { name: "domain", label: "Auth0 domain", example: "acme.eu.auth0.com" },
      { name: "audience", label: "API identifier (audience)", example: "https://api.acme.example" },
    ],
    settings: {
      authorizationUrl: "https://{{domain}}/authorize",
      tokenUrl: "https://{{domain}}/oauth/token",
      revocationUrl: "https://{{domain}}/oauth/revoke",
      clientAuthentication: "body",
    },
    grants: {
      // Without an audience the access token is opaque and opens nothing but /userinfo.
      authorization_code: { scope: "openid profile offline_access", authorization: { audience: "{{audience}}" } },
      client_credentials: { token: { audience: "{{audience}}" } },
    },
  },
  {
    id: "keycloak",
    name: "Keycloak",
    source: "https://www.keycloak.org/securing-apps/oidc-layers",
    keywords: ["red hat sso"],
    variables: [
      { name: "host", label: "Host", example: "sso.acme.example" },
      { name: "realm", label: "Realm", example: "acme" },
    ],
    settings: {
      authorizationUrl: "https://{{host}}/realms/{{realm}}/protocol/openid-connect/auth",
      tokenUrl: "https://{{host}}/realms/{{realm}}/protocol/openid-connect/token",
      revocationUrl: "https://{{host}}/realms/{{realm}}/protocol/openid-connect/revoke",
      scope: "openid profile",
    },
    grants: { authorization_code: {}, client_credentials: {} },
  },
  {
    id: "cognito",
    name: "Amazon Cognito",
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html",
    keywords: ["aws", "user pool"],
    variables: [
      { name: "domain", label: "User pool domain prefix", example: "acme" },
      { name: "region", label: "AWS region", example: "eu-west-1" },
    ],
    settings: {
      authorizationUrl: "https://{{domain}}.auth.{{region}}.amazoncognito.com/oauth2/authorize",
      tokenUrl: "https://{{domain}}.auth.{{region}}.amazoncognito.com/oauth2/token",
      revocationUrl: "https://{{domain}}.auth.{{region}}.amazoncognito.com/oauth2/revoke",
    },
    grants: { authorization_code: { scope: "openid email" }, client_credentials: { scope: "orders/read" } },
  },
  {
    id: "fusionauth",
    name: "FusionAuth",
    source: "https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/endpoints",
    variables: [{ name: "host", label: "Host", example: "acme.fusionauth.io" }],
    settings: {
      authorizationUrl: "https://{{host}}/oauth2/authorize",
      tokenUrl: "https://{{host}}/oauth2/token",
      scope: "openid offline_access",
    },
    grants: { authorization_code: {}, client_credentials: { scope: "target-entity:ENTITY_ID:read" } },
  },
  {
    id: "pingone",
    name: "PingOne",
    source: "https://apidocs.pingidentity.com/pingone/platform/v1/api/#openid-connectoauth-2",
    keywords: ["ping identity"],
    variables: [
      { name: "region", label: "Top-level domain of the region", example: "eu", initial: "com" },
      { name: "environment", label: "Environment ID", example: "abfba8f6-49eb-49f5-a5d9-80ad5c98f9f6" },
    ],
    settings: {
      authorizationUrl: "https://auth.pingone.{{region}}/{{environment}}/as/authorize",
      tokenUrl: "https://auth.pingone.{{region}}/{{environment}}/as/token",
      revocationUrl: "https://auth.pingone.{{region}}/{{environment}}/as/revoke",
    },
    grants: { authorization_code: { scope: "openid profile" }, client_credentials: {} },
  },
  {
    id: "onelogin",
    name: "OneLogin",
    source: "https://developers.onelogin.com/openid-connect/api/authorization-code",
    variables: [{ name: "subdomain", label: "Subdomain", example: "acme" }],
    settings: {
      authorizationUrl: "https://{{subdomain}}.onelogin.com/oidc/2/auth",
      tokenUrl: "https://{{subdomain}}.onelogin.com/oidc/2/token",
      revocationUrl: "https://{{subdomain}}.onelogin.com/oidc/2/token/revocation",
      scope: "openid profile",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "yahoo",
    name: "Yahoo",
    source: "https://developer.yahoo.com/oauth2/guide/flows_authcode/",
    settings: {
      authorizationUrl: "https://api.login.yahoo.com/oauth2/request_auth",
      tokenUrl: "https://api.login.yahoo.com/oauth2/get_token",
      revocationUrl: "https://api.login.yahoo.com/oauth2/revoke",
      scope: "openid profile",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "yandex",
    name: "Yandex ID",
    source: "https://yandex.com/dev/id/doc/en/codes/code-url",
    settings: {
      authorizationUrl: "https://oauth.yandex.com/authorize",
      tokenUrl: "https://oauth.yandex.com/token",
      revocationUrl: "https://oauth.yandex.com/revoke_token",
      scope: "login:info login:email",
      headerPrefix: "OAuth",
    },
    grants: { authorization_code: {} },
  },
];
