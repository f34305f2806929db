import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Field } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { ServerBanner } from '../server/ServerBanner.tsx';
import { DiskUse } from './DiskUse.tsx';
import { ModelInspector } from './ModelInspector.tsx';
import { ModelTable } from './ModelTable.tsx';
import { type ModelSort, searchModels, sortModels } from './model-sort.ts';
import { PullField } from './PullField.tsx';
import { PullStrip } from './PullStrip.tsx';

/** Of a server that is away nothing can be loaded, duplicated or deleted. */
const notKnown: readonly InstalledModel[] = [];

/** The list of models with its search, and the inspector of the selected one. */
export function InstalledModels() {
  const known = useSnapshot((s) => s.models.known);
  const installed = useSnapshot((s) => (s.models.known ? s.models.installed : notKnown));
  const loadedCount = useSnapshot((s) => s.models.loaded.length);
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<ModelSort>({ key: 'modified', descending: true });
  const [selected, setSelected] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const shown = useMemo(() => sortModels(searchModels(installed, search), sort), [installed, search, sort]);
  const model = installed.find(({ name }) => name === selected);
  const select = (name: string | null): void => {
    setDeleting(false);
    setSelected(name);
  };
  return (
    <Page
      title="Models"
      subtitle={known ? countWords(installed.length, loadedCount) : 'Not known yet'}
      toolbar={
        <Field
          className="search"
          label="Search models"
          type="search"
          icon={Search}
          placeholder="Search models"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      }
    >
      <ServerBanner consequence="Pulling and loading models need it." />
      <div className="cols">
        <section className="list" aria-label="Installed models">
          <PullField />
          <PullStrip />
          {known && shown.length > 0 && (
            <ModelTable
              models={shown}
              selected={selected}
              onSelect={select}
              onDelete={() => setDeleting(true)}
              sort={sort}
              onSort={setSort}
            />
          )}
          {shown.length === 0 && (
            <p className="nothing hint">
              {known ? 'No model has that name.' : 'The models appear when the server runs.'}
            </p>
          )}
          {known && <DiskUse />}
        </section>
        {model && (
          <ModelInspector
            key={model.name}
            model={model}
            onSelect={select}
            deleting={deleting}
            onDeleting={setDeleting}
          />
        )}
      </div>
    </Page>
  );
}

function countWords(count: number, loaded: number): string {
  return `${count} ${count === 1 ? 'model' : 'models'}, ${loaded === 0 ? 'none' : loaded} loaded`;
}
