import type { VNode } from "preact";
import { Checkbox } from "../ui/checkbox.tsx";
import { formWords } from "../words/profile-form.ts";
import type { FormPartProps } from "./form-props.ts";

/** The choice to send secrets unencrypted, offered only where an endpoint would. */
export function AllowPlainHttp({ model, profile, hosts }: FormPartProps & { hosts: readonly string[] }): VNode | null {
  if (hosts.length === 0) return null;
  return (
    <div class="caution">
      <Checkbox
        label={formWords.allowHttp}
        hint={formWords.allowHttpHint(hosts)}
        checked={profile.allowInsecureHttp}
        onChange={(allowInsecureHttp) => model.edit({ allowInsecureHttp })}
      />
    </div>
  );
}
