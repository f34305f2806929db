import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Select } from '../../../components/Select.tsx';
import type { ModelChoice } from './model-choices.ts';

export interface ModelPickerProps extends ModelChoice {
  readonly onChange: (model: string) => void;
}

/** Which model the request is sent to. */
export function ModelPicker({ model, options, onChange }: ModelPickerProps) {
  return (
    <Select
      label={playgroundText('model.name')}
      size="small"
      value={model}
      options={options}
      placeholder={playgroundText('model.none')}
      disabled={options.length === 0}
      onChange={onChange}
    />
  );
}
