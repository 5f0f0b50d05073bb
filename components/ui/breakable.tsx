import type { VNode } from "preact";

/** Text in which a long name, address or error code goes on in the next line after one of its separators. */
export function Breakable({ text }: { text: string }): VNode {
  const [first, ...others] = text.split(/(?<=[._/])/u);
  const join = (before: VNode, part: string): VNode => (
    <>
      {before}
      <wbr />
      {part}
    </>
  );
  return others.reduce(join, <>{first}</>);
}
