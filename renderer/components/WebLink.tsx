export interface WebLinkProps {
  readonly url: string;
  /** The visible words. */
  readonly label: string;
  /** Where the visible words don't name the page. */
  readonly name?: string;
  readonly size?: 'small' | 'normal';
}

/** Opens a page in the person's browser: a plain link, which the desktop hands to its own check of addresses. */
export function WebLink({ url, label, name, size = 'normal' }: WebLinkProps) {
  const className = size === 'small' ? 'btn small' : 'btn';
  return (
    <a className={className} href={url} target="_blank" rel="noreferrer" aria-label={name}>
      {label}
    </a>
  );
}
