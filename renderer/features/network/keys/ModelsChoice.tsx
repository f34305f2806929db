import { useId, useState } from 'react';
import { keysText } from '../../../../contract/derived/catalog/en/keys.ts';
import { MAX_KEY_MODELS } from '../../../../contract/derived/limits.ts';
import type { ModelsSlice } from '../../../../contract/models.ts';
import { Field } from '../../../components/Field.tsx';
import { emptyModelsText } from './model-options.ts';

export interface ModelsChoiceProps {
  readonly models: Pick<ModelsSlice, 'installed' | 'known'>;
  readonly all: boolean;
  readonly selected: readonly string[];
  readonly onChange: (change: { readonly allModels: boolean; readonly selected: readonly string[] }) => void;
}

/** A longer list gets a search field. */
const MAX_WITHOUT_SEARCH = 16;
/** Each change of a checkbox renders the whole list, so a long one shows only its first matches. */
const MAX_SHOWN = 100;

/** Which models a key can use: all of them, or a selection of the installed ones. */
export function ModelsChoice({ models, all, selected, onChange }: ModelsChoiceProps) {
  const group = useId();
  const { installed } = models;
  return (
    <div role="radiogroup" aria-label={keysText('form.models')}>
      <label className="scope">
        <input
          className="radio"
          type="radio"
          name={group}
          checked={all}
          onChange={() => onChange({ allModels: true, selected })}
        />
        <span>
          {keysText('models.all')}
          <span className="hint">{keysText('models.allHint')}</span>
        </span>
      </label>
      <label className="scope">
        <input
          className="radio"
          type="radio"
          name={group}
          checked={!all}
          disabled={installed.length === 0}
          onChange={() => onChange({ allModels: false, selected })}
        />
        <span>
          {keysText('models.selected')}
          {installed.length === 0 && <span className="hint">{emptyModelsText(models)}</span>}
        </span>
      </label>
      {!all && (
        <ModelCheckboxes
          names={installed.map(({ name }) => name)}
          selected={selected}
          onSelect={(names) => onChange({ allModels: false, selected: names })}
        />
      )}
    </div>
  );
}

interface ModelCheckboxesProps {
  readonly names: readonly string[];
  readonly selected: readonly string[];
  readonly onSelect: (selected: readonly string[]) => void;
}

function ModelCheckboxes({ names, selected, onSelect }: ModelCheckboxesProps) {
  const [search, setSearch] = useState('');
  const query = search.trim().toLowerCase();
  const matches = names.filter((name) => name.toLowerCase().includes(query));
  const isTooMany = selected.length > MAX_KEY_MODELS;
  const hasSearch = names.length > MAX_WITHOUT_SEARCH;
  return (
    <>
      {hasSearch && (
        <Field
          className="model-find"
          label={keysText('models.search')}
          type="search"
          placeholder={keysText('models.search')}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => {
            // Return would submit the form.
            if (event.key === 'Enter') event.preventDefault();
            if (event.key === 'Escape') setSearch('');
          }}
        />
      )}
      <ul className="model-ticks" aria-label={keysText('models.selected')}>
        {matches.slice(0, MAX_SHOWN).map((name) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={selected.includes(name)}
                onChange={({ target }) =>
                  onSelect(target.checked ? [...selected, name] : selected.filter((one) => one !== name))
                }
              />
              <span className="clip" title={name}>
                {name}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {hasSearch && (
        <p className={isTooMany ? 'field-error num model-count' : 'hint num model-count'} aria-live="polite">
          {isTooMany && `${keysText('form.tooManyModels', { max: MAX_KEY_MODELS })} `}
          {countsText(matches.length, selected.length)}
        </p>
      )}
    </>
  );
}

/** `900 more not shown. 2 selected.` */
function countsText(matches: number, selected: number): string {
  return [
    ...(matches === 0 ? [keysText('models.noMatch')] : []),
    ...(matches > MAX_SHOWN ? [keysText('models.notShown', { count: matches - MAX_SHOWN })] : []),
    keysText('models.selectedCount', { count: selected }),
  ].join(' ');
}
