import type { Provider } from "./provider.ts";

/** Shops, marketplaces, payments and shipping. */
export const COMMERCE_PROVIDERS: readonly Provider[] = [
  {
    id: "shopify",
    name: "Shopify",
    source: "https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant",
    variables: [{ name: "shop", label: "Shop", example: "acme" }],
    settings: {
      authorizationUrl: "https://{{shop}}.myshopify.com/admin/oauth/authorize",
      tokenUrl: "https://{{shop}}.myshopify.com/admin/oauth/access_token",
      clientAuthentication: "body",
      pkce: "off",
      scopeDelimiter: "comma",
      headerName: "X-Shopify-Access-Token",
      headerPrefix: "",
    },
    grants: { authorization_code: { scope: "read_products read_orders" }, client_credentials: {} },
  },
  {
    id: "stripe",
    name: "Stripe Connect",
    source: "https://docs.stripe.com/connect/oauth-reference",
    settings: {
      authorizationUrl: "https://connect.stripe.com/oauth/authorize",
      tokenUrl: "https://connect.stripe.com/oauth/token",
      // The secret key authenticates the call as it does every other call to Stripe.
      clientAuthentication: "none",
      pkce: "off",
      scope: "read_write",
      token: {
        client_id: false,
        redirect_uri: false,
        Authorization: { in: "header", value: "Bearer {{client_secret}}" },
      },
      refresh: { client_id: false, Authorization: { in: "header", value: "Bearer {{client_secret}}" } },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "paypal",
    name: "PayPal",
    source: "https://developer.paypal.com/docs/log-in-with-paypal/integrate/",
    variables: [
      { name: "web", label: "Website", example: "www.sandbox.paypal.com", initial: "www.paypal.com" },
      { name: "api", label: "API host", example: "api-m.sandbox.paypal.com", initial: "api-m.paypal.com" },
    ],
    settings: {
      authorizationUrl: "https://{{web}}/connect?flowEntry=static",
      tokenUrl: "https://{{api}}/v1/oauth2/token",
      pkce: "off",
    },
    grants: { authorization_code: { scope: "openid email" }, client_credentials: {} },
  },
  {
    id: "square",
    name: "Square",
    source: "https://developer.squareup.com/docs/oauth-api/overview",
    settings: {
      authorizationUrl: "https://connect.squareup.com/oauth2/authorize",
      tokenUrl: "https://connect.squareup.com/oauth2/token",
      clientAuthentication: "body",
      tokenRequestFormat: "json",
      pkce: "off",
      scope: "MERCHANT_PROFILE_READ PAYMENTS_READ",
      // Replies give the moment of expiry, 30 days away, instead of a lifetime.
      lifetimeSeconds: 2_592_000,
      authorization: { session: "false" },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "ebay",
    name: "eBay",
    source: "https://developer.ebay.com/api-docs/static/oauth-authorization-code-grant.html",
    variables: [{ name: "ru_name", label: "RuName (stands for the redirect URL)", example: "Acme-AcmeApp-PRD-abcdef" }],
    settings: {
      authorizationUrl: "https://auth.ebay.com/oauth2/authorize",
      tokenUrl: "https://api.ebay.com/identity/v1/oauth2/token",
      pkce: "off",
      scope: "https://api.ebay.com/oauth/api_scope",
      attachAnyType: true,
    },
    grants: {
      authorization_code: {
        authorization: { redirect_uri: "{{ru_name}}" },
        token: { redirect_uri: "{{ru_name}}" },
        refresh: { scope: true },
      },
      client_credentials: {},
    },
  },
  {
    id: "etsy",
    name: "Etsy",
    source: "https://developers.etsy.com/documentation/essentials/authentication/",
    settings: {
      authorizationUrl: "https://www.etsy.com/oauth/connect",
      tokenUrl: "https://api.etsy.com/v3/public/oauth/token",
      clientAuthentication: "none",
      scope: "shops_r listings_r",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "bigcommerce",
    name: "BigCommerce",
    source: "https://docs.bigcommerce.com/developer/docs/integrations/apps/guide/auth",
    settings: {
      authorizationUrl: "https://login.bigcommerce.com/oauth2/authorize",
      tokenUrl: "https://login.bigcommerce.com/oauth2/token",
      clientAuthentication: "body",
      pkce: "off",
      scope: "store_v2_products_read_only",
      headerName: "X-Auth-Token",
      headerPrefix: "",
      // The callback says which store; the token request has to say it again.
      token: { scope: "{{callback.scope}}", context: "{{callback.context}}" },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "lightspeed",
    name: "Lightspeed Retail (X-Series)",
    source: "https://x-series-api.lightspeedhq.com/docs/authorization",
    keywords: ["vend"],
    variables: [{ name: "domain_prefix", label: "Domain prefix of the store", example: "acme" }],
    settings: {
      authorizationUrl: "https://secure.retail.lightspeed.app/connect",
      tokenUrl: "https://{{domain_prefix}}.retail.lightspeed.app/api/1.0/token",
      clientAuthentication: "body",
      pkce: "off",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "amazon-sp",
    name: "Amazon Selling Partner",
    source: "https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow",
    keywords: ["sp-api", "seller central", "login with amazon", "lwa"],
    variables: [
      {
        name: "seller_central",
        label: "Seller Central host",
        example: "sellercentral-europe.amazon.com",
        initial: "sellercentral.amazon.com",
      },
      { name: "application_id", label: "Application ID", example: "amzn1.sp.solution.12345678" },
    ],
    settings: {
      authorizationUrl: "https://{{seller_central}}/apps/authorize/consent",
      tokenUrl: "https://api.amazon.com/auth/o2/token",
      clientAuthentication: "body",
      pkce: "off",
      codeField: "spapi_oauth_code",
      headerName: "x-amz-access-token",
      headerPrefix: "",
      authorization: { response_type: false, client_id: { name: "application_id", value: "{{application_id}}" } },
    },
    grants: {
      authorization_code: {},
      client_credentials: { scope: "sellingpartnerapi::notifications" },
    },
  },
  {
    id: "walmart",
    name: "Walmart Marketplace",
    source: "https://developer.walmart.com/us-marketplace/docs/oauth-20-authorization",
    settings: {
      authorizationUrl: "https://login.account.wal-mart.com/authorize",
      tokenUrl: "https://marketplace.walmartapis.com/v3/token",
      pkce: "off",
      headerName: "WM_SEC.ACCESS_TOKEN",
      headerPrefix: "",
      token: walmartHeaders(),
      refresh: walmartHeaders(),
    },
    grants: {
      authorization_code: {
        authorization: {
          response_type: { name: "responseType" },
          client_id: { name: "clientId" },
          redirect_uri: { name: "redirectUri" },
          nonce: "{{state}}",
          clientType: "seller",
        },
        token: { "WM_PARTNER.ID": { in: "header", value: "{{callback.sellerId}}" } },
        refresh: { "WM_PARTNER.ID": { in: "header", value: "{{callback.sellerId}}" } },
      },
      client_credentials: {},
    },
  },
  {
    id: "ups",
    name: "UPS",
    source: "https://developer.ups.com/tag/OAuth-Client-Credentials",
    variables: [{ name: "account", label: "Account number", example: "A1B2C3" }],
    settings: {
      tokenUrl: "https://onlinetools.ups.com/security/v1/oauth/token",
      token: { "x-merchant-id": { in: "header", value: "{{account}}" } },
    },
    grants: { client_credentials: {} },
  },
  {
    id: "fedex",
    name: "FedEx",
    source: "https://developer.fedex.com/api/en-us/catalog/authorization/v1/docs.html",
    settings: { tokenUrl: "https://apis.fedex.com/oauth/token", clientAuthentication: "body" },
    grants: { client_credentials: {} },
  },
];

function walmartHeaders() {
  return {
    "WM_SVC.NAME": { in: "header", value: "Walmart Marketplace" },
    "WM_QOS.CORRELATION_ID": { in: "header", value: "bearer-bar" },
  } as const;
}
