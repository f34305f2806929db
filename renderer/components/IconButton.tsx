import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from './Button.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** Verb and object, such as `Pause gemma3:12b`: the accessible name, and the tooltip where none is given. */
  readonly label: string;
  /** Fills the shape; only for play, stop and pause. */
  readonly solid?: boolean;
  readonly round?: boolean;
}

/** A button with an icon and no text. */
export function IconButton({ icon: Icon, label, solid, round, variant, className, tooltip, ...rest }: IconButtonProps) {
  const small = rest.size === 'small' || round;
  return (
    <Button
      {...rest}
      variant={variant ?? (round ? 'plain' : 'quiet')}
      className={['icon-only', round && 'round', className].filter(Boolean).join(' ')}
      aria-label={label}
      tooltip={tooltip ?? label}
    >
      {!rest.busy && <Icon className={`icon${small ? ' s13' : ''}${solid ? ' solid' : ''}`} />}
    </Button>
  );
}
