import { Fragment, type VNode } from "preact";

/**
 * Text in which a long name, address or error code goes on in the next line after one of its separators. Chromium hears
 * a space there: what names something else has the text as its label too.
 */
export function Breakable({ text }: { text: string }): VNode {
  const parts = [...text.matchAll(/[^._/]*[._/]|[^._/]+/gu)];
  // Side by side: within each other, those of thousands of addresses would be too deep to be drawn.
  return (
    <>
      {parts.map(({ index, 0: part }) => (
        <Fragment key={index}>
          {index === 0 ? null : <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
