import type { VNode } from "preact";
import type { RequestPreview } from "../../lib/domain/preview.ts";
import { groupsOf } from "../models/parameter-edits.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { errorWords } from "../words/errors.ts";
import { previewWords } from "../words/profile-form.ts";
import { requestLines } from "../words/request-lines.ts";
import type { FormPartProps } from "./form-props.ts";
import { listWords, t } from "../words/t.ts";

/** Each request as it will be sent, kept up with what is typed. */
export function PreviewPanel({ model, profile }: FormPartProps): VNode {
  const groups = groupsOf(profile);
  const previews = model.preview.value.filter(({ group }) => groups.includes(group));
  return (
    <aside class="preview" aria-labelledby="preview-title">
      <div class="preview-sticky">
        <h2 id="preview-title" class="section-title">
          {t("formPreview")}
        </h2>
        <p class="field-hint">{t("formPreviewHint")}</p>
        {previews.length === 0 ? <p class="quiet">{t("formPreviewEmpty")}</p> : null}
        {[...Map.groupBy(previews, shownText)].map(([text, alike]) => (
          <Previews key={text} text={text} previews={alike} />
        ))}
      </div>
    </aside>
  );
}

/** The request, or why it can't be made yet. */
function shownText({ request, problem }: RequestPreview): string {
  return request === undefined ? errorWords(problem).text : requestLines(request);
}

/** Requests that show the same: as a rule one, but of several that lack the same field it is said once. */
function Previews({ text, previews }: { text: string; previews: readonly RequestPreview[] }): VNode {
  const id = `preview-${previews[0]?.group ?? ""}`;
  return (
    <div class="preview-one">
      <h3 id={id}>{listWords(previews.map(({ group }) => previewWords(group)))}</h3>
      {previews.every(({ request }) => request === undefined) ? (
        <p class="quiet">{text}</p>
      ) : (
        <CodeBlock labelledBy={id} text={text} />
      )}
    </div>
  );
}
