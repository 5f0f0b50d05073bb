import type { ErrorData } from "./errors.ts";
import type { ParameterGroupName } from "./parameter-groups.ts";

/** One request of a profile exactly as it would be sent, secrets masked; or what keeps it from being built. */
export type RequestPreview =
  | { readonly group: ParameterGroupName; readonly request: PreviewedRequest; readonly problem: undefined }
  | { readonly group: ParameterGroupName; readonly request: undefined; readonly problem: ErrorData };

export interface PreviewedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}
