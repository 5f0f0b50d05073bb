/** A rule of declarativeNetRequest, in the words that both browsers share. */
export interface AttachRule {
  readonly id: number;
  /** From 1 to `HIGHEST_PRIORITY`. */
  readonly priority: number;
  readonly action:
    | { readonly type: "allow" }
    | { readonly type: "modifyHeaders"; readonly requestHeaders: readonly HeaderChange[] };
  readonly condition: RuleCondition;
}

/** A rule without what it sends, which changes with each token and nothing else about the rule. */
export interface PlannedRule extends Omit<AttachRule, "action"> {
  /** The id of the API host whose header it sets; of none: it keeps other headers away. */
  readonly headerOf: string | undefined;
}

export type HeaderChange =
  | { readonly header: string; readonly operation: "set"; readonly value: string }
  | { readonly header: string; readonly operation: "remove" };

export interface RuleCondition {
  readonly urlFilter?: string;
  readonly regexFilter?: string;
  readonly isUrlFilterCaseSensitive?: boolean;
  readonly requestDomains?: readonly string[];
  readonly excludedRequestDomains?: readonly string[];
  readonly domainType?: "firstParty";
  readonly tabIds?: readonly number[];
  readonly initiatorDomains?: readonly string[];
  readonly excludedInitiatorDomains?: readonly string[];
  readonly resourceTypes: readonly ("xmlhttprequest" | "main_frame" | "websocket")[];
  readonly requestMethods?: readonly string[];
}

/** The header that a host's profile wants on requests, ready to send. */
export interface AttachHeader {
  readonly name: string;
  /** Prefix and token. */
  readonly value: string;
}

/**
 * Chromium 156 takes a greater one from an extension and heeds its lowest 24 bits only: 2^30 counts as none. Above every
 * rule that a host's specificity makes.
 */
export const HIGHEST_PRIORITY = 2 ** 24 - 1;

/** The scheme under which a browser's rules see a WebSocket handshake: Chromium its own, Firefox that of http. */
export type HandshakeScheme = "ws" | "http";

/** What a browser makes of rules. */
export interface RuleBrowser {
  readonly handshakeScheme: HandshakeScheme;
  /** The most rules it keeps. */
  readonly limits: RuleLimits;
}

export interface RuleLimits {
  readonly rules: number;
  /** Of them, those with a regular expression. */
  readonly regexRules: number;
}
