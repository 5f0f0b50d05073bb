import { BUSINESS_CASES } from "./cases/business-cases.ts";
import { IDENTITY_CASES } from "./cases/identity-cases.ts";
import { SOCIAL_CASES } from "./cases/social-cases.ts";
import { WORK_CASES } from "./cases/work-cases.ts";
import type { ProviderCase } from "./provider-case.ts";

/** Every case, by name. */
export const CASES: readonly ProviderCase[] = [
  ...IDENTITY_CASES,
  ...WORK_CASES,
  ...BUSINESS_CASES,
  ...SOCIAL_CASES,
].toSorted((a, b) => a.name.localeCompare(b.name, "en"));
