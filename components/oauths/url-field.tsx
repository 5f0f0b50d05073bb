import type { VNode } from "preact";
import type { EndpointMember } from "../models/endpoint-members.ts";
import { TextField } from "../ui/text-field.tsx";
import { urlExample } from "../words/fields.ts";
import { type PlainKey, t } from "../words/t.ts";
import { fieldError, type FormPartProps } from "./form-props.ts";

export interface UrlFieldProps extends FormPartProps {
  readonly member: EndpointMember;
  /** Its label's key. */
  readonly field: PlainKey;
  readonly hint?: string;
}

/** An address of the server's, which gets the scheme that it was typed without once it is left. */
export function UrlField({ model, profile, member, field, hint }: UrlFieldProps): VNode {
  return (
    <TextField
      label={t(field)}
      value={profile[member]}
      code
      inputMode="url"
      hint={hint}
      placeholder={urlExample(field)}
      error={fieldError(model, field)}
      onInput={(text) => model.edit({ [member]: text })}
      onBlur={() => model.complete()}
    />
  );
}
