import type { VNode } from "preact";
import { t } from "../words/t.ts";
import { Alert } from "./alert.tsx";
import { Button } from "./button.tsx";

export interface DraftNoteProps {
  readonly text: string;
  readonly onContinue: () => void;
  readonly onDiscard: () => void;
}

/** Something that was begun and not saved, above the list in which it would be. */
export function DraftNote({ text, onContinue, onDiscard }: DraftNoteProps): VNode {
  return (
    <Alert
      tone="info"
      action={
        <>
          <Button small onClick={onContinue}>
            {t("oauthsContinue")}
          </Button>
          <Button small look="quiet" onClick={onDiscard}>
            {t("commonDiscard")}
          </Button>
        </>
      }
    >
      {text}
    </Alert>
  );
}
