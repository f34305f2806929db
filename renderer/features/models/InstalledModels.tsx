import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
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

/** Without a server the last known list isn't shown: nothing in it can be loaded, duplicated or deleted. */
const unknownModels: readonly InstalledModel[] = [];

/** The searchable list of models, and the inspector of the selected one. */
export function InstalledModels() {
  const installed = useSnapshot((s) => (s.models.known ? s.models.installed : unknownModels));
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const model = installed.find(({ name }) => name === selected);
  const select = (name: string | null): void => {
    setDeleting(false);
    setSelected(name);
  };
  return (
    <Page
      title={modelsText('page.title')}
      subtitle={<ModelCounts />}
      toolbar={
        <Field
          className="search"
          label={modelsText('list.search')}
          type="search"
          icon={Search}
          placeholder={modelsText('list.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      }
    >
      <ServerBanner consequence={modelsText('page.needsServer')} />
      <div className="cols">
        <section className="list" aria-label={modelsText('list.name')}>
          <PullField />
          <PullStrip />
          <ModelList
            installed={installed}
            search={search}
            selected={selected}
            onSelect={select}
            onDelete={() => setDeleting(true)}
          />
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

function ModelCounts() {
  const { known, installed, loaded } = useSnapshot((s) => s.models);
  return known
    ? modelsText('page.counts', { count: installed.length, loaded: loaded.length })
    : modelsText('page.unknown');
}

interface ModelListProps {
  readonly installed: readonly InstalledModel[];
  readonly search: string;
  readonly selected: string | null;
  readonly onSelect: (name: string | null) => void;
  readonly onDelete: () => void;
}

function ModelList({ installed, search, selected, onSelect, onDelete }: ModelListProps) {
  const known = useSnapshot((s) => s.models.known);
  const [sort, setSort] = useState<ModelSort>({ key: 'modified', descending: true });
  const models = useMemo(() => sortModels(searchModels(installed, search), sort), [installed, search, sort]);
  if (!known) return <p className="nothing hint">{modelsText('list.needsServer')}</p>;
  return (
    <>
      {models.length > 0 ? (
        <ModelTable
          models={models}
          selected={selected}
          onSelect={onSelect}
          onDelete={onDelete}
          sort={sort}
          onSort={setSort}
        />
      ) : (
        <p className="nothing hint">{modelsText('list.noMatches')}</p>
      )}
      <DiskUse />
    </>
  );
}
