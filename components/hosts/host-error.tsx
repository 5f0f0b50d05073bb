import type { VNode } from "preact";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { Alert } from "../ui/alert.tsx";
import { errorWords } from "../words/errors.ts";
import { fieldErrorWords } from "../words/field-problems.ts";

/** What went wrong with an API host, where neither of its fields says it. */
export function HostError({ error }: { error: ErrorData | undefined }): VNode | null {
  const isAtField = fieldErrorWords(error, "hostsApiHost") ?? fieldErrorWords(error, "hostsPage");
  if (error === undefined || isAtField !== undefined) return null;
  return (
    <Alert tone="bad" small fresh>
      {errorWords(error).text}
    </Alert>
  );
}
