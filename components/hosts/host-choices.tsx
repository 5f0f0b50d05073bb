import type { VNode } from "preact";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { t } from "../words/t.ts";

export interface HostChoicesProps {
  readonly host: Pick<ApiHost, "pageLoads" | "webSockets">;
  readonly onPageLoads: (on: boolean) => void;
  readonly onWebSockets: (on: boolean) => void;
}

/** Which requests beside a page's calls carry the token too. */
export function HostChoices({ host, onPageLoads, onWebSockets }: HostChoicesProps): VNode {
  return (
    <div class="choices">
      <Checkbox
        label={t("hostsPageLoads")}
        hint={t("hostsPageLoadsHint")}
        checked={host.pageLoads}
        onChange={onPageLoads}
      />
      <Checkbox
        label={t("hostsWebSockets")}
        hint={t("hostsWebSocketsHint")}
        checked={host.webSockets}
        onChange={onWebSockets}
      />
    </div>
  );
}
