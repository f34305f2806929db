import { AfterRestart } from './AfterRestart.tsx';

export interface SettingLabelProps {
  readonly label: string;
  /** The setting's name in the snapshot. */
  readonly field: string;
  /** The server's variable behind it, shown on hover. */
  readonly variable?: string;
}

/** The name of a setting, and whether the running server still lacks its value. */
export function SettingLabel({ label, field, variable }: SettingLabelProps) {
  return (
    <span className="setting-label" title={variable}>
      {label} <AfterRestart field={field} />
    </span>
  );
}
