import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiHost } from "../../../lib/domain/api-host.ts";
import { createRulePlanner, type WantedRules } from "../../../lib/domain/rule-planner.ts";
import type { AttachHeader, AttachRule, RuleLimits } from "../../../lib/domain/rule.ts";

const PLENTY: RuleLimits = { rules: 1_000_000, regexRules: 1_000_000 };
const BROWSERS: RuleLimits = { rules: 5_000, regexRules: 1_000 };
/** So few that nothing fits that is not shared. */
const SHARING: RuleLimits = { rules: 12, regexRules: 12 };

function host(seq: number, pattern: string, changes: Partial<ApiHost> = {}): ApiHost {
  return {
    id: `h${seq}`,
    seq,
    pattern,
    profileId: "p1",
    callingPages: [],
    pageLoads: false,
    webSockets: false,
    enabled: true,
    ...changes,
  };
}

function plan(hosts: readonly ApiHost[], limits: RuleLimits, origins: readonly string[] = ["<all_urls>"]): WantedRules {
  const planRules = createRulePlanner({ handshakeScheme: "ws", limits });
  return planRules(hosts, headersOf(hosts), { origins, permissions: ["webRequest"] });
}

/** One object for each profile, named after it. */
function headersOf(hosts: readonly ApiHost[]): ReadonlyMap<string, AttachHeader> {
  const ofProfiles = new Map(hosts.map(({ profileId }) => [profileId, bearer(`${profileId}`)]));
  return new Map(hosts.map(({ id, profileId }) => [id, ofProfiles.get(profileId) ?? bearer("")]));
}

function bearer(token: string): AttachHeader {
  return { name: "Authorization", value: `Bearer ${token}` };
}

interface Request {
  readonly url: string;
  readonly initiator: string | undefined;
  readonly type: "xmlhttprequest" | "main_frame" | "websocket";
  readonly method: string;
}

/** What a browser does by these rules: the header's value, or nothing. */
function carried(rules: readonly AttachRule[], request: Request): string | undefined {
  const matching = rules.filter((rule) => matches(rule, request)).toSorted((a, b) => b.priority - a.priority);
  const [first] = matching;
  if (first === undefined || first.action.type === "allow") return undefined;
  const [change] = first.action.requestHeaders;
  return change !== undefined && "value" in change ? change.value : undefined;
}

const compiled = new Map<string, RegExp>();

const urls = new Map<string, URL>();

function parsedUrl(text: string): URL {
  const known = urls.get(text) ?? new URL(text);
  urls.set(text, known);
  return known;
}

function expression(source: string): RegExp {
  const known = compiled.get(source) ?? new RegExp(source, "u");
  compiled.set(source, known);
  return known;
}

function matches({ condition }: AttachRule, { url, initiator, type, method }: Request): boolean {
  const { hostname } = parsedUrl(url);
  const isUnder = (domains: readonly string[], name = "") => domains.some((d) => name === d || name.endsWith(`.${d}`));
  const site = (name = "") => name.split(".").slice(-2).join(".");
  return (
    condition.resourceTypes.some((one) => one === type) &&
    (condition.requestMethods?.includes(method) ?? true) &&
    url.startsWith(condition.urlFilter?.slice(1) ?? "") &&
    expression(condition.regexFilter ?? "").test(url) &&
    (condition.requestDomains === undefined || isUnder(condition.requestDomains, hostname)) &&
    !isUnder(condition.excludedRequestDomains ?? [], hostname) &&
    (condition.initiatorDomains === undefined || isUnder(condition.initiatorDomains, initiator)) &&
    !isUnder(condition.excludedInitiatorDomains ?? [], initiator) &&
    (condition.domainType === undefined || site(initiator) === site(hostname))
  );
}

const NAMES = ["a.one.test", "b.one.test", "c.one.test", "a.two.test", "b.two.test", "x.a.two.test", "three.test"];

const options = fc.record({
  profileId: fc.constantFrom("p1", "p2"),
  callingPages: fc.constantFrom([], ["https://docs.test"], ["https://one.test"], ["https://a.one.test"]),
  pageLoads: fc.boolean(),
  webSockets: fc.boolean(),
});

/** Often what all have in common, else one of the others. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

/** Hosts of a few names, so that they meet in all ways; most send the same to the same pages. */
const hostsArbitrary = fc
  .tuple(options, options, fc.constantFrom("https", "http"), fc.constantFrom("", ":8443", ":84"))
  .chain(([usual, other, scheme, port]) =>
    fc.uniqueArray(
      fc.record({
        pattern: fc
          .tuple(
            mostly(scheme, "https", "http"),
            fc.oneof(
              { weight: 9, arbitrary: fc.constantFrom(...NAMES) },
              { weight: 1, arbitrary: fc.constantFrom("*.two.test", "*.one.test", "one.test") },
            ),
            mostly(port, "", ":8443", ":84"),
            mostly("", "/v1"),
          )
          .map((parts) => `${parts[0]}://${parts.slice(1).join("")}`),
        changes: mostly(usual, other),
      }),
      { selector: ({ pattern }) => pattern, minLength: 2, maxLength: 9 },
    ),
  )
  .map((list) => list.map(({ pattern, changes }, index) => host(index + 1, pattern, changes)));

const INITIATORS = [...NAMES, "docs.test", "sub.docs.test", "one.test", "sub.b.one.test", "evil.test", undefined];
const TARGETS = ["https", "http"].flatMap((scheme) =>
  [...NAMES, "sub.b.one.test", "evil.test"].flatMap((name) =>
    ["", ":8443", ":84", ":844", ":8444", ":8"].flatMap((port) => [
      `${scheme}://${name}${port}/v1`,
      `${scheme}://user@${name}${port}/`,
    ]),
  ),
);
const GRANTED = [...NAMES, "docs.test", "one.test", "sub.b.one.test"].flatMap((name) =>
  ["https", "http", "wss", "ws"].map((scheme) => `${scheme}://${name}/*`),
);

const REQUESTS = INITIATORS.flatMap((initiator) =>
  TARGETS.flatMap((target): Request[] => [
    { url: target, initiator, type: "xmlhttprequest", method: "post" },
    { url: target, initiator, type: "main_frame", method: "get" },
    { url: target.replace(/^http/u, "ws"), initiator, type: "websocket", method: "get" },
  ]),
);

/** So many that sharing saves rules, whatever the hosts of interest are. */
const OTHERS = Array.from({ length: 30 }, (_, index) =>
  host(100 + index, `https://other${index}.test`, { profileId: "others", pageLoads: true }),
);

function withoutOthers({ rules }: WantedRules): AttachRule[] {
  return rules.filter(({ action }) => !JSON.stringify(action).includes("others"));
}

describe("shared rules", () => {
  it("carry the token to exactly the requests that separate rules would", { timeout: 60_000 }, () => {
    const others = OTHERS.map(({ pattern }) => `${pattern}/*`);
    const origins = [...GRANTED, "https://*.two.test/*", "http://*.one.test/*", ...others];
    fc.assert(
      fc.property(hostsArbitrary, (hosts) => {
        const separate = plan([...hosts, ...OTHERS], PLENTY, origins);
        const shared = plan([...hosts, ...OTHERS], { ...PLENTY, rules: separate.rules.length - 1 }, origins);
        expect(shared.leftOut.size).toBe(0);
        const [expected, actual] = [withoutOthers(separate), withoutOthers(shared)];
        for (const request of REQUESTS) {
          const value = carried(actual, request);
          if (value !== carried(expected, request)) {
            expect([request, value]).toEqual([request, carried(expected, request)]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("are made of more than 250 hosts, and of fewer where separate ones are more than the browser takes", () => {
    const hosts = Array.from({ length: 251 }, (_, index) => host(index + 1, `https://api${index}.example.com`));
    expect(plan(hosts.slice(1), PLENTY).rules).toHaveLength(250);
    expect(plan(hosts, PLENTY).rules.length).toBeLessThan(40);
    expect(plan(hosts.slice(0, 40), { rules: 39, regexRules: 1_000 }).rules.length).toBeLessThan(25);
  });

  it("are a handful for any number of hosts, and are not made while separate ones fit", () => {
    const hosts = Array.from({ length: 40 }, (_, index) =>
      host(index + 1, `https://api${index}.example.com`, { callingPages: ["https://docs.test"], pageLoads: true }),
    );
    expect(plan(hosts, BROWSERS).rules).toHaveLength(80);
    // Own pages, calling pages, page loads; one shield for the band, and sixteen and three for the digits up to 39.
    expect(plan(hosts, { rules: 79, regexRules: 1_000 }).rules).toHaveLength(23);
  });

  it.each([
    { count: 16, page: "https://docs.test", rules: 1, why: "one digit tells them apart" },
    { count: 17, page: "https://docs.test", rules: 2, why: "they are too many" },
    { count: 16, page: "https://www.site3.test", rules: 2, why: "a shield would touch the calling page" },
    { count: 16, page: "https://a.www.site3.test", rules: 2, why: "a shield would touch the page below a host" },
  ])("of $count hosts called by $page: $rules with the token, as $why", ({ count, page, rules }) => {
    const hosts = Array.from({ length: count }, (_, index) =>
      host(index + 1, `https://www.site${index}.test`, { callingPages: [page] }),
    );
    const others = Array.from({ length: 250 }, (_, index) =>
      host(100 + index, `https://other${index}.test`, { profileId: "others" }),
    );
    const made = withoutOthers(plan([...hosts, ...others], PLENTY));
    expect(made.filter(({ action }) => action.type === "modifyHeaders")).toHaveLength(rules);
  });

  it("have shields of ids that no other has, in every band", () => {
    const hosts = [":8443", ":8444"].flatMap((port, band) =>
      Array.from({ length: 150 }, (_, index) =>
        host(band * 150 + index + 1, `https://api${band * 150 + index}.example.com${port}`),
      ),
    );
    const { rules } = plan(hosts, PLENTY);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    // One for the band, sixteen and ten for the digits of 149.
    expect(rules.filter(({ action }) => action.type === "allow")).toHaveLength(2 * (1 + 16 + 10));
  });

  it.each(["example.com", "example$.com"])("tell 300 hosts of %s apart", (site) => {
    const names = Array.from({ length: 300 }, (_, index) => `api${index}.${site.replace("$", `${index}`)}`);
    const hosts = names.map((name, index) =>
      host(index + 1, `https://${name}`, {
        callingPages: ["https://docs.test"],
        profileId: `p${Math.floor(index / 10) % 3}`,
      }),
    );
    const { rules } = plan(hosts, PLENTY);
    const request = { type: "xmlhttprequest", method: "get" } as const;
    const some = names.filter((_, index) => [0, 1, 9, 15, 16, 17, 30, 255, 256, 272, 299].includes(index));
    for (const initiator of [...some, "docs.test", "evil.test"]) {
      const receivers = some.filter((name) => carried(rules, { ...request, initiator, url: `https://${name}/` }));
      expect([initiator, receivers]).toEqual([
        initiator,
        some.filter((name) => name === initiator || initiator === "docs.test"),
      ]);
    }
  });

  it("stay as they are, but for their own header, when one profile of many is renewed", () => {
    const hosts = Array.from({ length: 12 }, (_, index) =>
      host(index + 1, `https://api.site${index}.test`, { profileId: `p${index % 2}`, pageLoads: true }),
    );
    const before = plan(hosts, SHARING).rules;
    const renewed = hosts.map((each) => (each.profileId === "p0" ? { ...each, profileId: "p0 renewed" } : each));
    const after = plan(renewed, SHARING).rules;
    const changed = after.filter((rule) => !before.some((old) => JSON.stringify(old) === JSON.stringify(rule)));
    expect(changed.map(({ action }) => JSON.stringify(action))).toEqual(
      changed.map(() => expect.stringContaining("p0 renewed")),
    );
    expect([changed.length, after.length]).toEqual([2, 5]);
  });

  it("keep the ids of all but a few when a host comes", () => {
    const hosts = Array.from({ length: 20 }, (_, index) => host(index + 1, `https://api.site${index}.test`));
    const [before, after] = [plan(hosts.slice(1), SHARING).rules, plan(hosts, SHARING).rules];
    expect(before.length).toBe(after.length);
  });

  it("leave a host with nobody to share with as it is", () => {
    const many = Array.from({ length: 20 }, (_, index) => host(index + 2, `https://api.site${index}.test`));
    const alone = host(1, "https://other.test", { profileId: "p2" });
    const [rule] = plan([alone], PLENTY).rules;
    expect(plan([alone, ...many], SHARING).rules).toContainEqual(rule);
  });
});

describe("an initiator below a name that the calling pages shut out", () => {
  const pages = { callingPages: ["https://corp.test", "https://docs.lab.corp.test"] };
  const names = ["api.dev.corp.test", "api.qa.corp.test", "api.far.test"];
  const hosts = names.map((name, index) => host(index + 1, `https://${name}`, { ...pages, webSockets: true }));
  const origins = [...names, "corp.test", "dev.corp.test", "lab.corp.test", "docs.lab.corp.test"].flatMap((name) => [
    `https://${name}/*`,
    `wss://${name}/*`,
  ]);
  const many = Array.from({ length: 250 }, (_, index) =>
    host(100 + index, `https://other${index}.test`, { profileId: "others" }),
  );

  // Firefox keeps to an exclusion whatever else is listed, as `matches` does.
  it.each([
    ["separate", hosts],
    ["shared", [...hosts, ...many]],
  ])("calls all the same, by %s rules, and the name itself does not", (_, all) => {
    const { rules } = plan(all, PLENTY, origins);
    for (const [scheme, type] of [
      ["https", "xmlhttprequest"],
      ["wss", "websocket"],
    ] as const) {
      const from = (initiator: string) =>
        names.filter((name) => carried(rules, { url: `${scheme}://${name}/`, initiator, type, method: "get" }));
      expect(names.map(from)).toEqual(names.map((name) => [name]));
      expect([from("corp.test"), from("docs.lab.corp.test")]).toEqual([names, names]);
      expect([from("dev.corp.test"), from("lab.corp.test")]).toEqual([[], []]);
    }
  });
});

describe("at the limit", () => {
  function manyHosts(count: number, changes: (index: number) => Partial<ApiHost>): ApiHost[] {
    return Array.from({ length: count }, (_, index) =>
      host(index + 1, `https://api${index}.example.com`, changes(index)),
    );
  }

  it.each([5_000, 20_000])("%d hosts of one profile fit", (count) => {
    const made = plan(
      manyHosts(count, () => ({ pageLoads: true })),
      BROWSERS,
    );
    expect(made.leftOut.size).toBe(0);
    expect(made.rules.length).toBeLessThan(60);
  });

  it.each([5_000, 20_000])("%d hosts of 1,000 profiles fit", (count) => {
    const changes = (index: number) => ({ profileId: `p${index % 1_000}`, pageLoads: true });
    const made = plan(manyHosts(count, changes), BROWSERS);
    expect([made.leftOut.size, made.rules.length > 5_000]).toEqual([0, false]);
  });

  it.each([5_000, 20_000])("of %d that can't share, the oldest get all of theirs and the others none", (count) => {
    const hosts = manyHosts(count, (index) => ({ profileId: `p${index}`, pageLoads: true }));
    const { rules, leftOut } = plan(hosts, BROWSERS);
    expect(rules).toHaveLength(5_000);
    expect([...leftOut]).toEqual(hosts.slice(2_500).map(({ id }) => id));
  });

  it("counts regular expressions by themselves, and lets hosts through that need none", () => {
    const paths = Array.from({ length: 1_500 }, (_, index) => host(index + 1, `https://api.example.com/v${index}`));
    const plain = host(2_000, "https://other.test");
    const { rules, leftOut } = plan([...paths, plain], BROWSERS);
    expect([rules.length, leftOut.size, leftOut.has(plain.id)]).toEqual([1_001, 500, false]);
  });

  it("makes no token's rule without the shields that keep it from others", () => {
    const wide = host(1, "https://*.example.com");
    const narrow = Array.from({ length: 9 }, (_, index) =>
      host(index + 2, `https://api${index}.example.com`, { profileId: `p${index + 2}` }),
    );
    const { rules, leftOut } = plan([wide, ...narrow], { rules: 9, regexRules: 9 });
    expect([...leftOut]).toEqual([wide.id]);
    expect(rules.map(({ action }) => action.type)).toEqual(narrow.map(() => "modifyHeaders"));
  });

  it("leaves out a wildcard too long for a browser's expression, and still shields it", () => {
    const wide = host(1, "https://*.example.com", { profileId: "p1" });
    const long = host(2, `https://*.api.example.com/${"x".repeat(80)}`, { profileId: "p2" });
    const { rules } = plan([wide, long], BROWSERS);
    expect(rules).toHaveLength(2);
    const request = { initiator: "a.api.example.com", type: "xmlhttprequest", method: "get" } as const;
    expect(carried(rules, { ...request, url: `https://a.api.example.com/${"x".repeat(80)}` })).toBeUndefined();
    expect(carried(rules, { ...request, url: "https://a.example.com/", initiator: "a.example.com" })).toBe("Bearer p1");
  });
});
