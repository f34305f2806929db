import type { ComponentProps } from 'react';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'title'> {
  readonly variant?: 'plain' | 'primary' | 'destructive' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
  /** A call is under way: shows a spinner, keeps its word, and takes no second click. */
  readonly busy?: boolean;
  /** Shown on hover. */
  readonly tooltip?: string | undefined;
  /** Why it can't be used now: disables it and says so on hover. */
  readonly disabledReason?: string | null | undefined;
}

/** A push button. Verb first, title case; pass `aria-label` where the visible text is short for it. */
export function Button(props: ButtonProps) {
  const {
    variant = 'plain',
    size = 'normal',
    busy = false,
    tooltip,
    disabledReason,
    disabled,
    className,
    children,
    ...rest
  } = props;
  const classes = ['btn', variant !== 'plain' && variant, size !== 'normal' && size, className];
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      disabled={disabled || busy || Boolean(disabledReason)}
      aria-busy={busy || undefined}
      title={disabledReason ?? tooltip}
    >
      {busy && <span className="spin" aria-hidden="true" />}
      {children}
    </button>
  );
}
