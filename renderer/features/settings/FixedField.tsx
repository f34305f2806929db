import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { Field } from '../../components/Field.tsx';

export interface FixedFieldProps {
  readonly label: string;
  /** The value in effect. */
  readonly value: string;
  readonly alignRight?: boolean;
  /** The ID of the `FixedHint`. */
  readonly hintId: string;
}

/** In place of a field whose value the environment decides. */
export function FixedField({ label, value, alignRight = false, hintId }: FixedFieldProps) {
  return <Field label={label} value={value} alignRight={alignRight} disabled readOnly aria-describedby={hintId} />;
}

/** Which variable decides the value, as the row's hint. */
export function FixedHint({ id, variable }: { readonly id: string; readonly variable: string }) {
  return <span id={id}>{settingsText('fixed', { variable })}</span>;
}
