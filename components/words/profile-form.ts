import type { ParameterGroupName } from "../../lib/domain/parameter-groups.ts";
import { listWords, t, tCount } from "./t.ts";

const GROUPS = {
  authorization: "formGroupAuthorization",
  token: "formGroupToken",
  refresh: "formGroupRefresh",
} as const satisfies Record<ParameterGroupName, string>;

/** A parameter group's name on the screen. */
export function groupWords(group: ParameterGroupName): string {
  return t(GROUPS[group]);
}

const PREVIEWS = {
  authorization: "formPreviewAuthorization",
  token: "formPreviewToken",
  refresh: "formPreviewRefresh",
} as const satisfies Record<ParameterGroupName, string>;

/** What a group's preview is called. */
export function previewWords(group: ParameterGroupName): string {
  return t(PREVIEWS[group]);
}

/** That secrets of these names are lost with the page. */
export function secretsNotKeptWords(names: readonly string[]): string {
  return tCount("formSecretsNotKept", names.length, listWords(names.map((name) => t("commonQuoted", name))));
}

/** What calling these hosts over plain http means. */
export function allowHttpWords(hosts: readonly string[]): string {
  return tCount("formAllowHttpHint", hosts.length, listWords(hosts));
}
