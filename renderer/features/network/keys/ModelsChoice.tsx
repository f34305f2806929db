import { useId } from 'react';
import type { InstalledModel } from '../../../../contract/models.ts';

export interface ModelsChoiceProps {
  readonly installed: readonly InstalledModel[];
  readonly all: boolean;
  readonly chosen: readonly string[];
  readonly onChange: (change: { readonly allModels: boolean; readonly chosen: readonly string[] }) => void;
}

/** Which models a key may use: every one, or some of the installed. */
export function ModelsChoice({ installed, all, chosen, onChange }: ModelsChoiceProps) {
  const group = useId();
  const toggle = (name: string, on: boolean): void =>
    onChange({ allModels: false, chosen: on ? [...chosen, name] : chosen.filter((one) => one !== name) });
  return (
    <div role="radiogroup" aria-label="Models">
      <label className="scope">
        <input
          className="radio"
          type="radio"
          name={group}
          checked={all}
          onChange={() => onChange({ allModels: true, chosen })}
        />
        <span>
          All models<span className="hint">Those that you pull later too.</span>
        </span>
      </label>
      <label className="scope">
        <input
          className="radio"
          type="radio"
          name={group}
          checked={!all}
          disabled={installed.length === 0}
          onChange={() => onChange({ allModels: false, chosen })}
        />
        <span>Only these{installed.length === 0 && <span className="hint">No model is installed yet.</span>}</span>
      </label>
      {!all && (
        <ul className="model-ticks" aria-label="Chosen models">
          {installed.map(({ name }) => (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  onChange={({ target }) => toggle(name, target.checked)}
                />
                <span className="clip" title={name}>
                  {name}
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
