import type { Provider } from "./provider.ts";

/** Customers, support, marketing, accounting and operations. */
export const BUSINESS_PROVIDERS: readonly Provider[] = [
  {
    id: "salesforce",
    name: "Salesforce",
    source: "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm",
    keywords: ["sfdc", "force.com"],
    variables: [
      { name: "domain", label: "Login host", example: "acme.my.salesforce.com", initial: "login.salesforce.com" },
    ],
    settings: {
      authorizationUrl: "https://{{domain}}/services/oauth2/authorize",
      tokenUrl: "https://{{domain}}/services/oauth2/token",
      revocationUrl: "https://{{domain}}/services/oauth2/revoke",
      clientAuthentication: "body",
      // Replies name no lifetime; a session's default is two hours.
      lifetimeSeconds: 7200,
    },
    grants: { authorization_code: { scope: "api refresh_token" }, client_credentials: {} },
  },
  {
    id: "hubspot",
    name: "HubSpot",
    source: "https://developers.hubspot.com/docs/api-reference/auth-oauth-v1/guide",
    settings: {
      authorizationUrl: "https://app.hubspot.com/oauth/authorize",
      tokenUrl: "https://api.hubapi.com/oauth/v1/token",
      clientAuthentication: "body",
      pkce: "off",
      scope: "oauth crm.objects.contacts.read",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "pipedrive",
    name: "Pipedrive",
    source: "https://pipedrive.readme.io/docs/marketplace-oauth-authorization",
    settings: {
      authorizationUrl: "https://oauth.pipedrive.com/oauth/authorize",
      tokenUrl: "https://oauth.pipedrive.com/oauth/token",
      revocationUrl: "https://oauth.pipedrive.com/oauth/revoke",
      pkce: "off",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "zoho",
    name: "Zoho",
    source: "https://www.zoho.com/accounts/protocol/oauth/web-apps/authorization.html",
    keywords: ["crm", "books", "desk"],
    variables: [{ name: "region", label: "Top-level domain of the account", example: "eu", initial: "com" }],
    settings: {
      authorizationUrl: "https://accounts.zoho.{{region}}/oauth/v2/auth",
      tokenUrl: "https://accounts.zoho.{{region}}/oauth/v2/token",
      clientAuthentication: "body",
      pkce: "off",
      scope: "ZohoCRM.modules.READ ZohoCRM.users.READ",
      scopeDelimiter: "comma",
      headerPrefix: "Zoho-oauthtoken",
      authorization: { access_type: "offline", prompt: "consent" },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "zendesk",
    name: "Zendesk",
    source: "https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/",
    variables: [{ name: "subdomain", label: "Subdomain", example: "acme" }],
    settings: {
      authorizationUrl: "https://{{subdomain}}.zendesk.com/oauth/authorizations/new",
      tokenUrl: "https://{{subdomain}}.zendesk.com/oauth/tokens",
      clientAuthentication: "body",
      tokenRequestFormat: "json",
      scope: "read write",
    },
    grants: { authorization_code: { token: { scope: "{{scope}}" } }, client_credentials: {} },
  },
  {
    id: "intercom",
    name: "Intercom",
    source: "https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth",
    settings: {
      authorizationUrl: "https://app.intercom.com/oauth",
      tokenUrl: "https://api.intercom.io/auth/eagle/token",
      clientAuthentication: "body",
      pkce: "off",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "mailchimp",
    name: "Mailchimp",
    source: "https://mailchimp.com/developer/marketing/guides/access-user-data-oauth-2/",
    settings: {
      authorizationUrl: "https://login.mailchimp.com/oauth2/authorize",
      tokenUrl: "https://login.mailchimp.com/oauth2/token",
      clientAuthentication: "body",
      pkce: "off",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "marketo",
    name: "Adobe Marketo",
    source: "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/authentication",
    keywords: ["adobe"],
    variables: [{ name: "munchkin", label: "Munchkin account ID", example: "123-abc-456" }],
    settings: {
      tokenUrl: "https://{{munchkin}}.mktorest.com/identity/oauth/token",
      tokenRequestMethod: "GET",
      clientAuthentication: "body",
      attachAnyType: true,
    },
    grants: { client_credentials: {} },
  },
  {
    id: "servicenow",
    name: "ServiceNow",
    source:
      "https://www.servicenow.com/docs/bundle/zurich-platform-security/page/administer/security/concept/c_OAuthApplications.html",
    variables: [{ name: "instance", label: "Instance", example: "dev12345" }],
    settings: {
      authorizationUrl: "https://{{instance}}.service-now.com/oauth_auth.do",
      tokenUrl: "https://{{instance}}.service-now.com/oauth_token.do",
      clientAuthentication: "body",
    },
    grants: { authorization_code: { scope: "useraccount" }, client_credentials: {} },
  },
  {
    id: "xero",
    name: "Xero",
    source: "https://developer.xero.com/documentation/guides/oauth2/auth-flow/",
    settings: {
      authorizationUrl: "https://login.xero.com/identity/connect/authorize",
      tokenUrl: "https://identity.xero.com/connect/token",
      revocationUrl: "https://identity.xero.com/connect/revocation",
    },
    grants: {
      authorization_code: { scope: "openid offline_access accounting.transactions.read" },
      client_credentials: { scope: "accounting.transactions.read" },
    },
  },
  {
    id: "quickbooks",
    name: "QuickBooks Online",
    source: "https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0",
    keywords: ["intuit"],
    settings: {
      authorizationUrl: "https://appcenter.intuit.com/connect/oauth2",
      tokenUrl: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
      revocationUrl: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
      pkce: "off",
      scope: "com.intuit.quickbooks.accounting",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "fiserv",
    name: "Fiserv Banking Hub",
    source: "https://developer.fiserv.com/product/BankingHub/docs/?path=docs/getting-started.md",
    variables: [
      {
        name: "host",
        label: "Host of the token URL",
        example: "bankinghub-cert.fiservapis.com",
        initial: "bankinghub-cert.fiservapis.com",
      },
    ],
    settings: { tokenUrl: "https://{{host}}/fts-apim/oauth2/v2", expiresInUnit: "milliseconds" },
    grants: { client_credentials: {} },
  },
];
