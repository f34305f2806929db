export interface SwitchProps {
  /** What it turns on, as its accessible name. */
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  /** A call is under way: it takes no second click, and keeps the focus. */
  readonly busy?: boolean;
}

/** A switch; it acts at once. */
export function Switch({ label, checked, onChange, disabled = false, busy = false }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-label={label}
      aria-checked={checked}
      disabled={disabled}
      aria-disabled={busy || undefined}
      onClick={() => !busy && onChange(!checked)}
    />
  );
}
