import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface TagProps {
  readonly tone?: 'plain' | 'strong' | 'ok' | 'warn' | 'bad';
  readonly icon?: LucideIcon;
  /** The larger form of the marks `Fits`, `Tight` and `Too large`. */
  readonly fit?: boolean;
  readonly children: ReactNode;
}

/** A small label: a capability, a scope, or how a model fits. */
export function Tag({ tone = 'plain', icon: Icon, fit = false, children }: TagProps) {
  return (
    <span className={`tag${tone === 'plain' ? '' : ` ${tone}`}${fit ? ' fit' : ''}`}>
      {Icon && <Icon className="icon" />}
      {children}
    </span>
  );
}
