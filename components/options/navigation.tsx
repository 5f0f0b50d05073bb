import type { VNode } from "preact";
import { formatRoute, type Route } from "../models/router.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Mark } from "./mark.tsx";
import { type PlainKey, t } from "../words/t.ts";

interface Section {
  readonly label: PlainKey;
  readonly icon: IconName;
  readonly route: Route;
  readonly pages: readonly Route["page"][];
}

const SECTIONS: readonly Section[] = [
  {
    label: "oauthsOauths",
    icon: "key",
    route: { page: "oauths" },
    pages: ["oauths", "newOAuth", "duplicateOAuth", "editOAuth", "token"],
  },
  { label: "oauthsHosts", icon: "host", route: { page: "hosts" }, pages: ["hosts", "newHost"] },
  {
    label: "oauthsActivity",
    icon: "activity",
    route: { page: "activity", traceId: undefined },
    pages: ["activity"],
  },
  { label: "oauthsSettings", icon: "settings", route: { page: "settings" }, pages: ["settings"] },
];

/** The sections of Manage OAuth. */
export function Navigation({ route }: { route: Route }): VNode {
  return (
    <header class="sidebar">
      <p class="brand">
        <Mark />
        {t("commonProduct")}
      </p>
      <nav aria-label={t("oauthsNavigation")}>
        <ul class="sections">
          {SECTIONS.map((section) => (
            <li key={section.label}>
              <a
                class="section-link"
                href={formatRoute(section.route)}
                aria-current={section.pages.includes(route.page) ? "page" : undefined}
              >
                <Icon name={section.icon} />
                {t(section.label)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
