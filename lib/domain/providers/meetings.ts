import type { Provider } from "./provider.ts";

/** Messages and meetings. */
export const MEETING_PROVIDERS: readonly Provider[] = [
  {
    id: "slack",
    name: "Slack (bot token)",
    source: "https://docs.slack.dev/authentication/installing-with-oauth/",
    settings: {
      authorizationUrl: "https://slack.com/oauth/v2/authorize",
      tokenUrl: "https://slack.com/api/oauth.v2.access",
      pkce: "off",
      scope: "chat:write channels:read",
      scopeDelimiter: "comma",
      attachAnyType: true,
    },
    grants: { authorization_code: {} },
  },
  {
    id: "slack-user",
    name: "Slack (user token)",
    source: "https://docs.slack.dev/authentication/installing-with-oauth/",
    settings: {
      authorizationUrl: "https://slack.com/oauth/v2/authorize",
      tokenUrl: "https://slack.com/api/oauth.v2.access",
      pkce: "off",
      scope: "chat:write channels:read",
      scopeDelimiter: "comma",
      tokenField: "authed_user.access_token",
      attachAnyType: true,
      authorization: { scope: { name: "user_scope" } },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "zoom",
    name: "Zoom",
    source: "https://developers.zoom.us/docs/integrations/oauth/",
    settings: {
      authorizationUrl: "https://zoom.us/oauth/authorize",
      tokenUrl: "https://zoom.us/oauth/token",
      revocationUrl: "https://zoom.us/oauth/revoke",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "zoom-server",
    name: "Zoom (server to server)",
    source: "https://developers.zoom.us/docs/internal-apps/s2s-oauth/",
    variables: [{ name: "account_id", label: "Account ID", example: "a1b2c3d4e5f6" }],
    settings: {
      tokenUrl: "https://zoom.us/oauth/token",
      token: { grant_type: "account_credentials", account_id: "{{account_id}}" },
    },
    grants: { client_credentials: {} },
  },
  {
    id: "webex",
    name: "Webex",
    source: "https://developer.webex.com/docs/integrations",
    keywords: ["cisco"],
    settings: {
      authorizationUrl: "https://webexapis.com/v1/authorize",
      tokenUrl: "https://webexapis.com/v1/access_token",
      clientAuthentication: "body",
      scope: "spark:people_read",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "calendly",
    name: "Calendly",
    source: "https://developer.calendly.com/api-docs/authentication",
    settings: {
      authorizationUrl: "https://auth.calendly.com/oauth/authorize",
      tokenUrl: "https://auth.calendly.com/oauth/token",
      revocationUrl: "https://auth.calendly.com/oauth/revoke",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "feishu",
    name: "Feishu",
    source:
      "https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/authentication-management/access-token/get-user-access-token",
    keywords: ["lark", "bytedance", "飞书"],
    settings: {
      authorizationUrl: "https://accounts.feishu.cn/open-apis/authen/v1/authorize",
      tokenUrl: "https://open.feishu.cn/open-apis/authen/v2/oauth/token",
      clientAuthentication: "body",
      tokenRequestFormat: "json",
      scope: "offline_access contact:user.base:readonly",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "dingtalk",
    name: "DingTalk",
    source: "https://open.dingtalk.com/document/orgapp/obtain-user-token",
    keywords: ["alibaba", "钉钉"],
    settings: {
      authorizationUrl: "https://login.dingtalk.com/oauth2/auth",
      tokenUrl: "https://api.dingtalk.com/v1.0/oauth2/userAccessToken",
      clientAuthentication: "body",
      tokenRequestFormat: "json",
      pkce: "off",
      scope: "openid",
      codeField: "authCode",
      tokenField: "accessToken",
      // The reply's own lifetime has a name of its own, expireIn, and is two hours.
      lifetimeSeconds: 7200,
      headerName: "x-acs-dingtalk-access-token",
      headerPrefix: "",
      authorization: { prompt: "consent" },
      token: {
        grant_type: { name: "grantType" },
        client_id: { name: "clientId" },
        client_secret: { name: "clientSecret" },
        redirect_uri: false,
      },
    },
    grants: { authorization_code: {} },
  },
];
