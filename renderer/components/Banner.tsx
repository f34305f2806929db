import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { IconButton } from './IconButton.tsx';

export interface BannerProps {
  readonly tone: 'info' | 'warn' | 'bad';
  /** The fact. */
  readonly title: string;
  /** The consequence. */
  readonly children?: ReactNode;
  /** The remedy: buttons. */
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

const icons = { info: Info, warn: TriangleAlert, bad: CircleAlert } as const;

/** A message at the top of the view it concerns. It is announced, and is removed when it no longer applies. */
export function Banner({ tone, title, children, actions, onDismiss }: BannerProps) {
  const Icon = icons[tone];
  return (
    <div className={`banner ${tone}`} aria-live="polite">
      <Icon className="icon" />
      <div className="grow selectable">
        <b>{title}</b> {children && <span className="small">{children}</span>}
      </div>
      {(actions || onDismiss) && (
        <div className="actions">
          {actions}
          {onDismiss && (
            <IconButton
              icon={X}
              label={shellText('dismiss.title', { title })}
              tooltip={shellText('dismiss')}
              onClick={onDismiss}
            />
          )}
        </div>
      )}
    </div>
  );
}
