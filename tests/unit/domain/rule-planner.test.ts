import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApiHost } from "../../../lib/domain/api-host.ts";
import type { PermissionSet } from "../../../lib/domain/permission-set.ts";
import type { AttachHeader } from "../../../lib/domain/rule.ts";
import { createRulePlanner } from "../../../lib/domain/rule-planner.ts";

/** So few that hosts of one profile have to share. */
const BROWSER = { handshakeScheme: "ws", limits: { rules: 9, regexRules: 9 } } as const;
const ALL: PermissionSet = { origins: ["<all_urls>"], permissions: ["webRequest"] };

const HOSTS = Array.from({ length: 12 }, (_, index): ApiHost => {
  return {
    id: `h${index}`,
    seq: index + 1,
    pattern: `https://api${index}.site${index % 5}.test`,
    profileId: `p${index % 2}`,
    callingPages: ["https://docs.test"],
    pageLoads: false,
    webSockets: false,
    enabled: true,
  };
});

function bearer(token: string): AttachHeader {
  return { name: "Authorization", value: `Bearer ${token}` };
}

/** Each host with the header of its profile, as far as that has one. */
function headersOf(hosts: readonly ApiHost[], byProfile: Readonly<Record<string, AttachHeader>>) {
  return new Map(
    hosts.flatMap(({ id, profileId }) => {
      const header = byProfile[profileId ?? ""];
      return header === undefined ? [] : [[id, header] as const];
    }),
  );
}

/** What may change between two runs, in the course of a worker's life. */
const stepArbitrary = fc.record({
  hosts: fc.subarray(HOSTS, { minLength: 4 }),
  isSwitchedOff: fc.boolean(),
  /** The token that each of two profiles has now: none, an earlier one, or the other's. */
  tokens: fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
  isGranted: fc.boolean(),
});

describe("a planner that has planned before", () => {
  it("wants the very rules that one without memory wants, whatever changed in between", () => {
    const tokens = [undefined, bearer("1"), bearer("2"), bearer("3"), bearer("1")];
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 2, maxLength: 8 }), (steps) => {
        const planRules = createRulePlanner(BROWSER);
        for (const step of steps) {
          const hosts = step.isSwitchedOff
            ? step.hosts.map((host, index) => (index === 0 ? { ...host, enabled: false } : host))
            : step.hosts;
          const [p0, p1] = step.tokens.map((number) => tokens[number]);
          const headers = headersOf(hosts, { ...(p0 && { p0 }), ...(p1 && { p1 }) });
          const granted = step.isGranted ? ALL : { ...ALL, origins: ["https://*.site1.test/*", "https://docs.test/*"] };
          expect(planRules(hosts, headers, granted)).toEqual(createRulePlanner(BROWSER)(hosts, headers, granted));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("hands back every rule that a renewal does not touch as the object that it was", () => {
    const planRules = createRulePlanner(BROWSER);
    const p1 = bearer("of the other");
    const rulesWith = (token: string) => planRules(HOSTS, headersOf(HOSTS, { p0: bearer(token), p1 }), ALL).rules;
    const before = rulesWith("old");
    const after = rulesWith("renewed");
    const carriers = after.filter(({ action }) => JSON.stringify(action).includes("renewed"));
    expect(carriers.length).toBeGreaterThan(0);
    expect(after.filter((rule) => !before.includes(rule))).toEqual(carriers);
  });
});
