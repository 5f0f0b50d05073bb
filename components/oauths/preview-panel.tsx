import type { VNode } from "preact";
import type { RequestPreview } from "../../lib/domain/preview.ts";
import { groupsOf } from "../models/parameter-edits.ts";
import { CodeBlock } from "../ui/code-block.tsx";
import { errorWords } from "../words/errors.ts";
import { previewWords } from "../words/profile-form.ts";
import { requestLines } from "../words/request-lines.ts";
import type { FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

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
        {previews.map((preview) => (
          <OnePreview key={preview.group} preview={preview} />
        ))}
      </div>
    </aside>
  );
}

function OnePreview({ preview }: { preview: RequestPreview }): VNode {
  const id = `preview-${preview.group}`;
  return (
    <div class="preview-one">
      <h3 id={id}>{previewWords(preview.group)}</h3>
      {preview.request === undefined ? (
        <p class="quiet">{errorWords(preview.problem).text}</p>
      ) : (
        <CodeBlock labelledBy={id} text={requestLines(preview.request)} />
      )}
    </div>
  );
}
