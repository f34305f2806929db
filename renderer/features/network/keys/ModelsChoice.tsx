import { useId, useState } from 'react';
import type { ModelsSlice } from '../../../../contract/models.ts';
import { Field } from '../../../components/Field.tsx';
import { emptyModelsText } from './empty-models-text.ts';

export interface ModelsChoiceProps {
  readonly models: Pick<ModelsSlice, 'installed' | 'known'>;
  readonly all: boolean;
  readonly chosen: readonly string[];
  readonly onChange: (change: { readonly allModels: boolean; readonly chosen: readonly string[] }) => void;
}

/** With more models than this one is looked for rather than scrolled to. */
const manyModels = 16;
/** Drawn at once: each tick draws them all anew. */
const drawnModels = 100;

/** Which models a key may use: every one, or some of the installed. */
export function ModelsChoice({ models, all, chosen, onChange }: ModelsChoiceProps) {
  const group = useId();
  const { installed } = models;
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
        <span>Only these{installed.length === 0 && <span className="hint">{emptyModelsText(models)}</span>}</span>
      </label>
      {!all && (
        <ModelTicks
          names={installed.map(({ name }) => name)}
          chosen={chosen}
          onChoose={(names) => onChange({ allModels: false, chosen: names })}
        />
      )}
    </div>
  );
}

interface ModelTicksProps {
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

function ModelTicks({ names, chosen, onChoose }: ModelTicksProps) {
  const [desired, setWanted] = useState('');
  const text = desired.trim().toLowerCase();
  const found = names.filter((name) => name.toLowerCase().includes(text));
  const more = found.length - drawnModels;
  return (
    <>
      {names.length > manyModels && (
        <Field
          className="model-find"
          label="Find a model"
          type="search"
          placeholder="Find a model"
          value={desired}
          onChange={({ target }) => setWanted(target.value)}
          onKeyDown={(event) => {
            // It would create the key.
            if (event.key === 'Enter') event.preventDefault();
            if (event.key === 'Escape') setWanted('');
          }}
        />
      )}
      <ul className="model-ticks" aria-label="Chosen models">
        {found.slice(0, drawnModels).map((name) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(name)}
                onChange={({ target }) =>
                  onChoose(target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
                }
              />
              <span className="clip" title={name}>
                {name}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {names.length > manyModels && (
        <p className="hint num model-count" aria-live="polite">
          {found.length === 0 ? 'No model has a name like that. ' : ''}
          {more > 0 ? `${more.toLocaleString('en-GB')} more are not shown. ` : ''}
          {chosen.length.toLocaleString('en-GB')} chosen.
        </p>
      )}
    </>
  );
}
