export interface SwitchProps {
  /** What it turns on, as its accessible name. */
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** The ID of an element that describes it. */
  readonly describedBy?: string | undefined;
  /** A call is in progress: ignores clicks and keeps the focus. */
  readonly busy?: boolean;
}

/** A switch. It takes effect immediately. */
export function Switch({ label, checked, onChange, disabled = false, describedBy, busy = false }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-label={label}
      aria-describedby={describedBy}
      aria-checked={checked}
      disabled={disabled}
      aria-disabled={busy || undefined}
      onClick={() => !busy && onChange(!checked)}
    />
  );
}
