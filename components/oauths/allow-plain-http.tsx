import type { VNode } from "preact";
import { Checkbox } from "../ui/checkbox.tsx";
import { allowHttpWords } from "../words/profile-form.ts";
import type { FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

/** The choice to send secrets unencrypted, offered only where an endpoint would. */
export function AllowPlainHttp({ model, profile, hosts }: FormPartProps & { hosts: readonly string[] }): VNode | null {
  if (hosts.length === 0) return null;
  return (
    <div class="caution">
      <Checkbox
        label={t("formAllowHttp")}
        hint={allowHttpWords(hosts)}
        checked={profile.allowInsecureHttp}
        onChange={(allowInsecureHttp) => model.edit({ allowInsecureHttp })}
      />
    </div>
  );
}
