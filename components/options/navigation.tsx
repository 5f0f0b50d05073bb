import type { VNode } from "preact";
import { formatRoute, type Route } from "../models/router.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { commonWords } from "../words/common.ts";
import { optionsWords } from "../words/oauths.ts";
import { Mark } from "./mark.tsx";

interface Section {
  readonly text: string;
  readonly icon: IconName;
  readonly route: Route;
  readonly pages: readonly Route["page"][];
}

const SECTIONS: readonly Section[] = [
  {
    text: optionsWords.oauths,
    icon: "key",
    route: { page: "oauths" },
    pages: ["oauths", "newOAuth", "duplicateOAuth", "editOAuth"],
  },
  { text: optionsWords.hosts, icon: "host", route: { page: "hosts" }, pages: ["hosts", "newHost"] },
  {
    text: optionsWords.activity,
    icon: "activity",
    route: { page: "activity", traceId: undefined },
    pages: ["activity"],
  },
  { text: optionsWords.settings, icon: "settings", route: { page: "settings" }, pages: ["settings"] },
];

/** The sections of Manage OAuth. */
export function Navigation({ route }: { route: Route }): VNode {
  return (
    <header class="sidebar">
      <p class="brand">
        <Mark />
        {commonWords.product}
      </p>
      <nav aria-label={optionsWords.navigation}>
        <ul class="sections">
          {SECTIONS.map((section) => (
            <li key={section.text}>
              <a
                class="section-link"
                href={formatRoute(section.route)}
                aria-current={section.pages.includes(route.page) ? "page" : undefined}
              >
                <Icon name={section.icon} />
                {section.text}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}
