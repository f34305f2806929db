import { ChevronDown, ChevronUp } from 'lucide-react';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Row } from '../../components/Group.tsx';
import { parseCount } from './parse-count.ts';
import { SettingLabel } from './SettingLabel.tsx';
import { SettingText } from './SettingText.tsx';
import { useSettingUpdate } from './use-setting-update.ts';

type CountField = 'parallelRequests' | 'maxLoadedModels' | 'maxQueue';

export interface SettingCountProps {
  readonly field: CountField;
  readonly label: string;
  readonly hint: string;
  readonly variable: string;
  /** What holds while nothing is entered, in words. */
  readonly placeholder: string;
  /** The number that stands for that, from which the arrows step. */
  readonly unset: number;
  readonly step: number;
}

/** A setting that is a whole number; empty leaves it to Ollama. */
export function SettingCount({ field, label, hint, variable, placeholder, unset, step }: SettingCountProps) {
  const value = useSnapshot((s) => s.settings[field]);
  const update = useSettingUpdate();
  const stepBy = (by: number): void => update.run({ [field]: Math.max(1, (value ?? unset) + by) });
  return (
    <Row label={<SettingLabel label={label} field={field} variable={variable} />} hint={hint}>
      <div className="setting-narrow">
        <SettingText
          label={label}
          value={value === null ? '' : String(value)}
          placeholder={placeholder}
          alignRight
          patchFor={(text) => parseCount(field, text)}
        />
      </div>
      <span className="stepper">
        <button type="button" aria-label={`More: ${label}`} onClick={() => stepBy(step)}>
          <ChevronUp className="icon" />
        </button>
        <button type="button" aria-label={`Fewer: ${label}`} onClick={() => stepBy(-step)}>
          <ChevronDown className="icon" />
        </button>
      </span>
    </Row>
  );
}
