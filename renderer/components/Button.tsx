import type { ComponentProps, MouseEvent } from 'react';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'title'> {
  readonly variant?: 'plain' | 'primary' | 'destructive' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
  /** A call is in progress: shows a spinner, keeps its label and the focus, and ignores clicks. */
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
    onClick,
    ...rest
  } = props;
  const classes = ['btn', variant !== 'plain' && variant, size !== 'normal' && size, className];
  return (
    <button
      type="button"
      {...rest}
      className={classes.filter(Boolean).join(' ')}
      disabled={disabled || Boolean(disabledReason)}
      // A disabled element loses the focus and doesn't get it back.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? ignore : onClick}
      title={disabledReason ?? tooltip}
    >
      {busy && <span className="spin" aria-hidden="true" />}
      {children}
    </button>
  );
}

/** Also keeps a form from being submitted. */
function ignore(event: MouseEvent): void {
  event.preventDefault();
}
