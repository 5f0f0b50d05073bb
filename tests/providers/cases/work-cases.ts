import { emptyParameterGroups } from "../../../lib/domain/parameter-groups.ts";
import {
  ANY,
  CLIENT,
  CODE,
  json,
  optional,
  RAW_CLIENT,
  REDIRECT_URI,
  REFRESH_TOKEN,
  type Reply,
} from "../mock-provider.ts";
import type { ProviderCase } from "../provider-case.ts";
import type { RecordedRequest } from "../../support/request-log.ts";
import { asks, IN_BODY, PKCE, renews, RFC_REFUSED, rfcRefusal, trades } from "./parts.ts";

const GITHUB_TOKEN = { access_token: "gho_16C7", scope: "repo,read:user", token_type: "bearer" };

/** Without `Accept: application/json` GitHub writes its replies as a form. */
function githubReply({ headers }: RecordedRequest): Reply {
  if (headers.accept === "application/json") return json(GITHUB_TOKEN);
  const body = new URLSearchParams(GITHUB_TOKEN).toString();
  return { status: 200, headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, body };
}

const GITHUB = {
  authorize: {
    url: "https://github.com/login/oauth/authorize",
    query: { ...asks({ scope: "repo read:user", ...PKCE.asked }), response_type: optional("code") },
  },
  token: {
    url: "https://github.com/login/oauth/access_token",
    body: { ...trades({ ...IN_BODY, ...PKCE.proven }), grant_type: optional("authorization_code") },
    reply: githubReply,
  },
  refusal: (reason: string) => json({ error: "bad_verification_code", error_description: reason, error_uri: "u" }),
};

const ACCEPT_FORM = {
  id: "accept",
  name: "Accept",
  value: "application/x-www-form-urlencoded",
  sendIn: "header",
  secret: false,
  enabled: true,
} as const;

const CLICKUP = {
  authorize: {
    url: "https://app.clickup.com/api",
    query: { client_id: CLIENT.id, redirect_uri: REDIRECT_URI, state: ANY },
  },
  refusal: (reason: string) => json({ err: reason, ECODE: "OAUTH_014" }, 400),
};

const SLACK_BODY = { ...trades(), grant_type: optional("authorization_code") };
const SLACK_REPLY = {
  ok: true,
  access_token: "xoxb-bot",
  token_type: "bot",
  scope: "chat:write,channels:read",
  bot_user_id: "U0",
  app_id: "A0",
  team: { name: "Acme", id: "T0" },
  authed_user: { id: "U1", scope: "chat:write", access_token: "xoxp-user", token_type: "user" },
};

export const WORK_CASES: readonly ProviderCase[] = [
  {
    name: "GitHub",
    quirk: "errors come with HTTP 200; scopes come back with commas",
    provider: "github",
    mock: GITHUB,
    expected: { accessToken: "gho_16C7", scope: "repo,read:user", header: "Authorization: Bearer gho_16C7" },
    refused: { error: "bad_verification_code", description: "told so" },
    needs: ["clientAuthentication"],
  },
  {
    name: "GitHub, as a form",
    quirk: "replies as forms to any other Accept, errors too",
    provider: "github",
    settings: { parameters: { ...emptyParameterGroups(), token: { overrides: {}, added: [ACCEPT_FORM] } } },
    mock: {
      ...GITHUB,
      token: { ...GITHUB.token, headers: { accept: ACCEPT_FORM.value } },
      refusal: (reason) => ({
        status: 200,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ error: "bad_verification_code", error_description: reason }).toString(),
      }),
    },
    expected: { accessToken: "gho_16C7", scope: "repo,read:user", header: "Authorization: Bearer gho_16C7" },
    refused: { error: "bad_verification_code", description: "told so" },
    needs: ["clientAuthentication", "token.Accept"],
  },
  {
    name: "GitLab",
    quirk: "credentials in the body; refresh tokens rotate",
    provider: "gitlab",
    variables: { host: "gitlab.acme.example" },
    refreshes: 2,
    mock: {
      authorize: {
        url: "https://gitlab.acme.example/oauth/authorize",
        query: asks({ scope: "read_user read_api", ...PKCE.asked }),
      },
      token: {
        url: "https://gitlab.acme.example/oauth/token",
        body: trades({ ...IN_BODY, ...PKCE.proven }),
        reply: json({
          access_token: "at-0",
          token_type: "bearer",
          expires_in: 7200,
          refresh_token: "rt-0",
          created_at: 1607635748,
        }),
      },
      refresh: {
        url: "https://gitlab.acme.example/oauth/token",
        body: renews(IN_BODY),
        reply: [
          json({ access_token: "at-1", token_type: "bearer", expires_in: 7200, refresh_token: "rt-1" }),
          json({ access_token: "at-2", token_type: "bearer", expires_in: 7200, refresh_token: "rt-2" }),
        ],
      },
      refusal: rfcRefusal,
    },
    expected: {
      accessToken: "at-0",
      refreshToken: "rt-0",
      lifetime: 7200,
      header: "Authorization: Bearer at-0",
      refreshed: { accessToken: "at-2", refreshToken: "rt-2", lifetime: 7200, header: "Authorization: Bearer at-2" },
    },
    refused: RFC_REFUSED,
    needs: ["clientAuthentication"],
  },
  {
    name: "Slack, bot token",
    quirk: "scopes joined by commas; ok: false with HTTP 200",
    provider: "slack",
    mock: {
      authorize: {
        url: "https://slack.com/oauth/v2/authorize",
        query: slackAsks({ scope: "chat:write,channels:read" }),
      },
      token: {
        url: "https://slack.com/api/oauth.v2.access",
        client: "basic",
        body: SLACK_BODY,
        reply: json(SLACK_REPLY),
      },
      refusal: () => json({ ok: false, error: "invalid_code" }),
    },
    expected: { accessToken: "xoxb-bot", scope: "chat:write,channels:read", header: "Authorization: Bearer xoxb-bot" },
    refused: { error: "invalid_code" },
    needs: ["scopeDelimiter", "pkce", "attachAnyType"],
  },
  {
    name: "Slack, user token",
    quirk: "the token is at authed_user.access_token; user_scope instead of scope",
    provider: "slack-user",
    mock: {
      authorize: {
        url: "https://slack.com/oauth/v2/authorize",
        query: slackAsks({ user_scope: "chat:write,channels:read" }),
      },
      token: {
        url: "https://slack.com/api/oauth.v2.access",
        client: "basic",
        body: SLACK_BODY,
        reply: json(SLACK_REPLY),
      },
      refusal: () => json({ ok: false, error: "invalid_code" }),
    },
    expected: { accessToken: "xoxp-user", scope: "chat:write", header: "Authorization: Bearer xoxp-user" },
    refused: { error: "invalid_code" },
    needs: ["scopeDelimiter", "tokenField", "authorization.scope", "attachAnyType"],
  },
  {
    name: "Atlassian",
    quirk: "JSON requests, an audience; each refresh token works once",
    provider: "atlassian",
    refreshes: 3,
    mock: {
      authorize: {
        url: "https://auth.atlassian.com/authorize",
        query: asks({ scope: "read:jira-work offline_access", audience: "api.atlassian.com", prompt: "consent" }),
      },
      token: {
        url: "https://auth.atlassian.com/oauth/token",
        format: "json",
        body: trades(IN_BODY),
        reply: json({
          access_token: "at-0",
          refresh_token: "rt-0",
          expires_in: 3600,
          scope: "read:jira-work",
          token_type: "Bearer",
        }),
      },
      refresh: {
        url: "https://auth.atlassian.com/oauth/token",
        format: "json",
        body: renews(IN_BODY),
        reply: [1, 2, 3].map((n) =>
          json({
            access_token: `at-${n}`,
            refresh_token: `rt-${n}`,
            expires_in: 3600,
            scope: "read:jira-work",
            token_type: "Bearer",
          }),
        ),
      },
      refusal: (reason) => json({ error: "unauthorized_client", error_description: reason }, 403),
    },
    expected: {
      accessToken: "at-0",
      refreshToken: "rt-0",
      scope: "read:jira-work",
      lifetime: 3600,
      header: "Authorization: Bearer at-0",
      refreshed: {
        accessToken: "at-3",
        refreshToken: "rt-3",
        scope: "read:jira-work",
        lifetime: 3600,
        header: "Authorization: Bearer at-3",
      },
    },
    refused: { error: "unauthorized_client", description: "told so" },
    needs: ["tokenRequestFormat", "clientAuthentication", "authorization.audience", "authorization.prompt"],
  },
  {
    name: "Notion",
    quirk: "Basic authentication with a JSON body",
    provider: "notion",
    mock: {
      authorize: { url: "https://api.notion.com/v1/oauth/authorize", query: asks({ owner: "user" }) },
      token: {
        url: "https://api.notion.com/v1/oauth/token",
        client: "basic",
        format: "json",
        body: trades(),
        reply: json({
          access_token: "ntn_0",
          refresh_token: "nrt_0",
          token_type: "bearer",
          bot_id: "b-1",
          workspace_id: "w-1",
        }),
      },
      refresh: {
        url: "https://api.notion.com/v1/oauth/token",
        client: "basic",
        format: "json",
        body: renews(),
        reply: json({ access_token: "ntn_1", refresh_token: "nrt_1", token_type: "bearer", bot_id: "b-1" }),
      },
      refusal: (reason) => json({ error: "invalid_grant", error_description: reason }, 400),
    },
    expected: {
      accessToken: "ntn_0",
      refreshToken: "nrt_0",
      header: "Authorization: Bearer ntn_0",
      refreshed: { accessToken: "ntn_1", refreshToken: "nrt_1", header: "Authorization: Bearer ntn_1" },
    },
    refused: RFC_REFUSED,
    needs: ["tokenRequestFormat", "authorization.owner", "pkce"],
  },
  {
    name: "Zoom, server to server",
    quirk: "a grant type of its own, account_credentials",
    provider: "zoom-server",
    grantType: "client_credentials",
    variables: { account_id: "acc-1" },
    mock: {
      token: {
        url: "https://zoom.us/oauth/token",
        client: "basic",
        body: { grant_type: "account_credentials", account_id: "acc-1" },
        reply: json({
          access_token: "eyJ.zoom",
          token_type: "bearer",
          expires_in: 3600,
          scope: "user:read:admin",
          api_url: "https://api.zoom.us",
        }),
      },
      refusal: (reason) => json({ reason, error: "invalid_client" }, 400),
    },
    expected: {
      accessToken: "eyJ.zoom",
      scope: "user:read:admin",
      lifetime: 3600,
      header: "Authorization: Bearer eyJ.zoom",
    },
    refused: { error: "invalid_client", description: "told so" },
    needs: ["token.grant_type", "token.account_id"],
  },
  {
    name: "monday.com",
    quirk: "response_type must go; the token is sent without a scheme",
    provider: "monday",
    mock: {
      authorize: {
        url: "https://auth.monday.com/oauth2/authorize",
        query: { client_id: CLIENT.id, redirect_uri: REDIRECT_URI, scope: "me:read boards:read", state: ANY },
      },
      token: {
        url: "https://auth.monday.com/oauth2/token",
        body: { ...trades(IN_BODY), grant_type: optional("authorization_code") },
        reply: json({ access_token: "eyJ.monday", token_type: "Bearer", scope: "me:read boards:read" }),
      },
      refusal: rfcRefusal,
    },
    expected: { accessToken: "eyJ.monday", scope: "me:read boards:read", header: "Authorization: eyJ.monday" },
    refused: RFC_REFUSED,
    needs: ["authorization.response_type", "headerPrefix", "clientAuthentication", "pkce"],
  },
  {
    name: "ClickUp",
    quirk: "JSON with three members and no grant type; no response_type",
    provider: "clickup",
    mock: {
      ...CLICKUP,
      token: {
        url: "https://api.clickup.com/api/v2/oauth/token",
        format: "json",
        body: { ...IN_BODY, code: CODE },
        reply: json({ access_token: "14159265_x", token_type: "Bearer" }),
      },
    },
    expected: { accessToken: "14159265_x", header: "Authorization: Bearer 14159265_x" },
    refused: { error: "OAUTH_014", description: "told so" },
    needs: ["tokenRequestFormat", "token.grant_type", "token.redirect_uri", "authorization.response_type"],
  },
  {
    name: "ClickUp, by its reference",
    quirk: "a POST with everything in the query and nothing in the body",
    provider: "clickup",
    settings: {
      clientAuthentication: "none",
      tokenRequestFormat: "form",
      parameters: {
        ...emptyParameterGroups(),
        authorization: { overrides: { response_type: { included: false } }, added: [] },
        token: {
          overrides: Object.fromEntries(
            ["grant_type", "code", "redirect_uri", "client_id"].map((name) => [name, { included: false }]),
          ),
          added: ["client_id", "client_secret", "code"].map((name) => ({
            ...ACCEPT_FORM,
            id: name,
            name,
            value: `{{${name}}}`,
            sendIn: "query",
          })),
        },
      },
    },
    mock: {
      ...CLICKUP,
      token: {
        url: "https://api.clickup.com/api/v2/oauth/token",
        query: { ...IN_BODY, code: CODE },
        reply: json({ access_token: "14159265_x", token_type: "Bearer" }),
      },
    },
    expected: { accessToken: "14159265_x", header: "Authorization: Bearer 14159265_x" },
    refused: { error: "OAUTH_014", description: "told so" },
    needs: ["clientAuthentication", "token.grant_type", "token.redirect_uri", "authorization.response_type"],
  },
  {
    name: "Dropbox",
    quirk: "a refresh token only for token_access_type=offline",
    provider: "dropbox",
    mock: {
      authorize: {
        url: "https://www.dropbox.com/oauth2/authorize",
        query: asks({ scope: "account_info.read files.metadata.read", token_access_type: "offline", ...PKCE.asked }),
      },
      token: {
        url: "https://api.dropboxapi.com/oauth2/token",
        client: "basic",
        body: trades(PKCE.proven),
        reply: json({
          access_token: "sl.0",
          token_type: "bearer",
          expires_in: 14400,
          refresh_token: "nBiM",
          scope: "account_info.read",
          uid: "12345",
        }),
      },
      refresh: {
        url: "https://api.dropboxapi.com/oauth2/token",
        client: "basic",
        body: renews(),
        reply: json({ access_token: "sl.1", token_type: "bearer", expires_in: 14400 }),
      },
      refusal: (reason) => json({ error_description: reason, error: "invalid_grant" }, 400),
    },
    expected: {
      accessToken: "sl.0",
      refreshToken: "nBiM",
      scope: "account_info.read",
      lifetime: 14400,
      header: "Authorization: Bearer sl.0",
      refreshed: {
        accessToken: "sl.1",
        refreshToken: "nBiM",
        scope: "account_info.read",
        lifetime: 14400,
        header: "Authorization: Bearer sl.1",
      },
    },
    refused: RFC_REFUSED,
    needs: ["authorization.token_access_type"],
  },
  {
    name: "Figma",
    quirk: "refreshes have a URL of their own and name no grant type",
    provider: "figma",
    mock: {
      authorize: {
        url: "https://www.figma.com/oauth",
        query: asks({ scope: "current_user:read file_content:read", ...PKCE.asked }),
      },
      token: {
        url: "https://api.figma.com/v1/oauth/token",
        client: "basic",
        body: trades(PKCE.proven),
        reply: json({
          user_id_string: "1",
          access_token: "figu_0",
          token_type: "bearer",
          expires_in: 7776000,
          refresh_token: "figur_0",
        }),
      },
      refresh: {
        url: "https://api.figma.com/v1/oauth/refresh",
        client: "basic",
        body: { refresh_token: REFRESH_TOKEN },
        reply: json({ access_token: "figu_1", token_type: "bearer", expires_in: 7776000 }),
      },
      refusal: (reason) => json({ error: true, status: 400, message: reason, i18n: null }, 400),
    },
    expected: {
      accessToken: "figu_0",
      refreshToken: "figur_0",
      lifetime: 7776000,
      header: "Authorization: Bearer figu_0",
      refreshed: {
        accessToken: "figu_1",
        refreshToken: "figur_0",
        lifetime: 7776000,
        header: "Authorization: Bearer figu_1",
      },
    },
    refused: { error: "400", description: "told so" },
    needs: ["refreshUrl", "refresh.grant_type"],
  },
  {
    name: "SurveyMonkey",
    quirk: "the app's key stands in the token URL's query",
    provider: "surveymonkey",
    mock: {
      authorize: { url: "https://api.surveymonkey.com/oauth/authorize", query: asks() },
      token: {
        url: "https://api.surveymonkey.com/oauth/token",
        query: { api_key: CLIENT.id },
        body: trades(IN_BODY),
        reply: json({
          access_token: "sm-0",
          token_type: "bearer",
          expires_in: null,
          access_url: "https://api.surveymonkey.com",
        }),
      },
      refusal: rfcRefusal,
    },
    expected: { accessToken: "sm-0", header: "Authorization: Bearer sm-0" },
    refused: RFC_REFUSED,
    needs: ["token.api_key", "clientAuthentication", "pkce"],
  },
  {
    name: "Snowflake",
    quirk: "Basic without form encoding: IDs and secrets hold + and =",
    provider: "snowflake",
    variables: { account: "acme-analytics" },
    client: RAW_CLIENT,
    mock: {
      authorize: {
        url: "https://acme-analytics.snowflakecomputing.com/oauth/authorize",
        query: asks({ client_id: RAW_CLIENT.id, scope: "refresh_token session:role:ANALYST", ...PKCE.asked }),
      },
      token: {
        url: "https://acme-analytics.snowflakecomputing.com/oauth/token-request",
        client: "basic_raw",
        body: trades(PKCE.proven),
        reply: json({
          access_token: "ver:1-hint",
          refresh_token: "ver:2-hint",
          token_type: "Bearer",
          username: "joe",
          scope: "refresh_token session:role:ANALYST",
          expires_in: 600,
        }),
      },
      refresh: {
        url: "https://acme-analytics.snowflakecomputing.com/oauth/token-request",
        client: "basic_raw",
        body: renews(),
        reply: json({ access_token: "ver:3-hint", token_type: "Bearer", expires_in: 600 }),
      },
      refusal: (reason) =>
        json({ data: null, message: reason, code: null, success: false, error: "invalid_client" }, 400),
    },
    expected: {
      accessToken: "ver:1-hint",
      refreshToken: "ver:2-hint",
      scope: "refresh_token session:role:ANALYST",
      lifetime: 600,
      header: "Authorization: Bearer ver:1-hint",
      refreshed: {
        accessToken: "ver:3-hint",
        refreshToken: "ver:2-hint",
        scope: "refresh_token session:role:ANALYST",
        lifetime: 600,
        header: "Authorization: Bearer ver:3-hint",
      },
    },
    refused: { error: "invalid_client", description: "told so" },
    needs: ["clientAuthentication", "attachAnyType"],
  },
  {
    name: "Feishu",
    quirk: "JSON; code: 0 beside the token means success, another means failure",
    provider: "feishu",
    mock: {
      authorize: {
        url: "https://accounts.feishu.cn/open-apis/authen/v1/authorize",
        query: asks({ scope: "offline_access contact:user.base:readonly", ...PKCE.asked }),
      },
      token: {
        url: "https://open.feishu.cn/open-apis/authen/v2/oauth/token",
        format: "json",
        body: trades({ ...IN_BODY, ...PKCE.proven }),
        reply: json({
          code: 0,
          access_token: "eyJ.fs0",
          expires_in: 7200,
          refresh_token: "rt-0",
          refresh_token_expires_in: 604800,
          scope: "offline_access",
          token_type: "Bearer",
        }),
      },
      refresh: {
        url: "https://open.feishu.cn/open-apis/authen/v2/oauth/token",
        format: "json",
        body: renews(IN_BODY),
        reply: json({
          code: 0,
          access_token: "eyJ.fs1",
          expires_in: 7200,
          refresh_token: "rt-1",
          scope: "offline_access",
          token_type: "Bearer",
        }),
      },
      refusal: (reason) => json({ code: 20003, error: "invalid_grant", error_description: reason }, 400),
    },
    expected: {
      accessToken: "eyJ.fs0",
      refreshToken: "rt-0",
      scope: "offline_access",
      lifetime: 7200,
      header: "Authorization: Bearer eyJ.fs0",
      refreshed: {
        accessToken: "eyJ.fs1",
        refreshToken: "rt-1",
        scope: "offline_access",
        lifetime: 7200,
        header: "Authorization: Bearer eyJ.fs1",
      },
    },
    refused: RFC_REFUSED,
    needs: ["tokenRequestFormat", "clientAuthentication"],
  },
  {
    name: "DingTalk",
    quirk: "camel case in JSON; the code comes as authCode; a header of its own",
    provider: "dingtalk",
    mock: {
      authorize: {
        url: "https://login.dingtalk.com/oauth2/auth",
        query: asks({ scope: "openid", prompt: "consent" }),
        codeName: "authCode",
      },
      token: {
        url: "https://api.dingtalk.com/v1.0/oauth2/userAccessToken",
        format: "json",
        body: { clientId: CLIENT.id, clientSecret: CLIENT.secret, code: CODE, grantType: "authorization_code" },
        reply: json({ accessToken: "dt-0", refreshToken: "dr-0", expireIn: 7200, corpId: "c-1" }),
      },
      refusal: (reason) => json({ code: "invalidParameter", requestid: "r-1", message: reason }, 400),
    },
    expected: {
      accessToken: "dt-0",
      refreshToken: "dr-0",
      lifetime: 7200,
      header: "x-acs-dingtalk-access-token: dt-0",
    },
    refused: { error: "invalidParameter", description: "told so" },
    needs: [
      "codeField",
      "tokenField",
      "headerName",
      "headerPrefix",
      "lifetimeSeconds",
      "token.client_id",
      "token.client_secret",
      "token.grant_type",
    ],
  },
];

function slackAsks(scope: Readonly<Record<string, string>>) {
  return { ...asks(scope), response_type: optional("code") };
}
