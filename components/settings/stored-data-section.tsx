import type { VNode } from "preact";
import type { AppModel } from "../models/app-model.ts";
import { RescueButtons } from "../storage/rescue-buttons.tsx";
import { storageWords } from "../words/storage.ts";
import { Section } from "./section.tsx";

/** What is kept in this browser, to take along or to delete. */
export function StoredDataSection({ app }: { app: AppModel }): VNode {
  return (
    <Section title={storageWords.title}>
      <p class="quiet">{storageWords.text}</p>
      <RescueButtons app={app} />
    </Section>
  );
}
