import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { RescueButtons } from "../storage/rescue-buttons.tsx";
import { Section } from "./section.tsx";
import { t } from "../words/t.ts";

/** What is kept in this browser, to take along or to delete. */
export function StoredDataSection({ app }: { app: AppModel }): VNode {
  return (
    <Section title={t("storageTitle")}>
      <p class="quiet">{t("storageText")}</p>
      <RescueButtons app={app} exportLabel={t("storageReadable")} />
    </Section>
  );
}
