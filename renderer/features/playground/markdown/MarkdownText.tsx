import type { ComponentProps } from 'react';
import { type Components, defaultRehypePlugins, type ExtraProps, Streamdown } from 'streamdown';
import { CodeBlock } from './CodeBlock.tsx';
import { useOpenLink } from './LinkGuard.tsx';
import './markdown.css';

/** An answer in Markdown, also while it grows. Model output is hostile: no HTML, no pictures, links only after a question. */
export function MarkdownText({ text, growing }: { readonly text: string; readonly growing: boolean }) {
  return (
    <Streamdown
      className="prose"
      components={components}
      rehypePlugins={rehypePlugins}
      linkSafety={noLinkSafety}
      controls={false}
      isAnimating={growing}
      parseIncompleteMarkdown={growing}
      tableMaxHeight={0}
    >
      {text}
    </Streamdown>
  );
}

/** Without `raw` among them, Streamdown shows HTML as the text it is. */
const rehypePlugins = Object.entries(defaultRehypePlugins)
  .filter(([name]) => name === 'sanitize')
  .map(([, plugin]) => plugin);

/** Links are guarded by a component of our own. */
const noLinkSafety = { enabled: false };

function FencedCode({ className, node }: ComponentProps<'code'> & ExtraProps) {
  const language = /language-(\S+)/.exec(className ?? '')?.[1] ?? '';
  const text = node?.children[0];
  const code = text?.type === 'text' ? text.value : '';
  return <CodeBlock code={code.replace(/\n+$/, '')} language={language} />;
}

function InlineCode({ children }: ComponentProps<'code'> & ExtraProps) {
  return <code>{children}</code>;
}

function GuardedLink({ href, children }: ComponentProps<'a'> & ExtraProps) {
  const openLink = useOpenLink();
  if (href === undefined || !/^https?:\/\//i.test(href)) return <>{children}</>;
  return (
    <button type="button" className="prose-link" title={href} onClick={() => openLink(href)}>
      {children}
    </button>
  );
}

/** A picture would be a request to whoever the model names, so only its description is shown. */
function PictureText({ alt }: ComponentProps<'img'> & ExtraProps) {
  return <span className="picture-text">[Picture: {alt || 'no description'}]</span>;
}

function PlainTable({ children }: ComponentProps<'table'> & ExtraProps) {
  return (
    <div className="table-scroll">
      <table>{children}</table>
    </div>
  );
}

const components: Components = {
  code: FencedCode,
  inlineCode: InlineCode,
  a: GuardedLink,
  img: PictureText,
  table: PlainTable,
};
