import type { ComponentProps } from 'react';
import { type Components, defaultRehypePlugins, type ExtraProps, Streamdown } from 'streamdown';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { finishedBlocks, growingBlocks } from './growing-blocks.ts';
import { useOpenLink } from './LinkGuard.tsx';
import { remarkPlugins } from './remark-plugins.ts';
import './markdown.css';

/** Without the `raw` plugin, Streamdown shows HTML as text. */
const rehypePlugins = Object.entries(defaultRehypePlugins)
  .filter(([name]) => name === 'sanitize')
  .map(([, plugin]) => plugin);

/** `GuardedLink` does this. */
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

/** Loading an image would send a request to an address that the model chose, so only its description is shown. */
function ImageDescription({ alt }: ComponentProps<'img'> & ExtraProps) {
  return (
    <span className="picture-text">
      {alt ? playgroundText('markdown.image', { description: alt }) : playgroundText('markdown.imageNoDescription')}
    </span>
  );
}

function PlainTable({ children }: ComponentProps<'table'> & ExtraProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label={playgroundText('markdown.table')} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}

const components: Components = {
  code: FencedCode,
  inlineCode: InlineCode,
  a: GuardedLink,
  img: ImageDescription,
  table: PlainTable,
};

/** A response in Markdown, also while it grows. Model output is untrusted: no HTML, no images, links only after confirmation. */
export function MarkdownText({ text, growing }: { readonly text: string; readonly growing: boolean }) {
  return (
    <Streamdown
      className="prose"
      components={components}
      remarkPlugins={remarkPlugins}
      rehypePlugins={rehypePlugins}
      parseMarkdownIntoBlocksFn={growing ? growingBlocks : finishedBlocks}
      parseIncompleteMarkdown={false}
      linkSafety={noLinkSafety}
      controls={false}
      isAnimating={growing}
      tableMaxHeight={0}
    >
      {text}
    </Streamdown>
  );
}
