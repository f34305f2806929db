import { Select } from '../../components/Select.tsx';
import type { ModelChoice } from './model-choices.ts';

export interface ModelPickerProps extends ModelChoice {
  readonly onChange: (model: string) => void;
}

/** Which model the request goes to. */
export function ModelPicker({ model, options, onChange }: ModelPickerProps) {
  return (
    <Select
      label="Model"
      size="small"
      value={model}
      options={options}
      placeholder="No models"
      disabled={options.length === 0}
      onChange={onChange}
    />
  );
}
