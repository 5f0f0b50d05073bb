import { type PlainKey, t } from "./t.ts";

/** The catalogue of providers names its variables in English; these are their labels' keys. */
const LABELS: ReadonlyMap<string, PlainKey> = new Map<string, PlainKey>([
  ["Host", "startVariableHost"],
  ["Realm", "startVariableRealm"],
  ["Munchkin account ID", "startVariableMunchkinAccount"],
  ["User pool domain prefix", "startVariableUserPoolPrefix"],
  ["Account identifier", "startVariableAccountIdentifier"],
  ["Login host", "startVariableLoginHost"],
  ["AWS region", "startVariableAwsRegion"],
  ["Instance", "startVariableInstance"],
  ["Domain prefix of the store", "startVariableStorePrefix"],
  ["Site", "startVariableSite"],
  ["Seller Central host", "startVariableSellerCentralHost"],
  ["Top-level domain of the region", "startVariableRegionDomain"],
  ["Environment ID", "startVariableEnvironmentId"],
  ["Application ID", "startVariableApplicationId"],
  ["Subdomain", "startVariableSubdomain"],
  ["Host of the token URL", "startVariableTokenHost"],
  ["Enterprise ID (client credentials)", "startVariableEnterpriseId"],
  ["Account number", "startVariableAccountNumber"],
  ["Account server", "startVariableAccountServer"],
  ["Tenant", "startVariableTenant"],
  ["Website", "startVariableWebsite"],
  ["API host", "startVariableApiHost"],
  ["Top-level domain of the account", "startVariableAccountDomain"],
  ["Okta domain", "startVariableOktaDomain"],
  ["Authorization server", "startVariableAuthorizationServer"],
  ["RuName (stands for the redirect URL)", "startVariableRuName"],
  ["Auth0 domain", "startVariableAuth0Domain"],
  ["API identifier (audience)", "startVariableAudience"],
  ["Account ID", "startVariableAccountId"],
  ["Graph API version", "startVariableGraphVersion"],
  ["Shop", "startVariableShop"],
]);

/** What the screen calls a provider's variable; by its English label where it has no other. */
export function variableLabel(label: string): string {
  const key = LABELS.get(label);
  return key === undefined ? label : t(key);
}
