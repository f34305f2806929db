import { ChevronLeft, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import type { EffectiveVariable } from '../../../contract/settings.ts';
import { useClient } from '../../client/corral-context.ts';
import { errorMessage } from '../../client/error-message.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { Banner } from '../../components/Banner.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Tag } from '../../components/Tag.tsx';
import { configurationText, filterVariables, sourceLabel } from './configuration-rows.ts';

/** Every environment variable that the server gets or would read, and where its value comes from. */
export function ConfigurationPage() {
  const { variables, problem } = useEffectiveVariables();
  const [search, setSearch] = useState('');
  const shown = filterVariables(variables ?? [], search);
  return (
    <Page
      title={settingsText('configuration.title')}
      subtitle={settingsText('configuration.subtitle')}
      toolbar={
        <>
          <a className="btn quiet" href="#/settings">
            <ChevronLeft className="icon s13" />
            {settingsText('configuration.back')}
          </a>
          <Field
            label={settingsText('configuration.search')}
            type="search"
            icon={Search}
            className="configuration-search"
            placeholder={settingsText('configuration.searchPlaceholder')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <CopyButton text={() => configurationText(shown)} label={settingsText('configuration.copy')} />
        </>
      }
    >
      {problem !== null && (
        <div className="pad">
          <Banner tone="bad" title={settingsText('configuration.failed')}>
            {problem}
          </Banner>
        </div>
      )}
      {variables !== null && shown.length === 0 && (
        <PageBody>
          <EmptyState title={settingsText('configuration.noMatch')}>
            {settingsText('configuration.noMatchHint')}
          </EmptyState>
        </PageBody>
      )}
      {shown.length > 0 && <ConfigurationTable variables={shown} />}
      <footer className="statusbar">{settingsText('configuration.hidden')}</footer>
    </Page>
  );
}

interface EffectiveVariables {
  /** Null until they are loaded. */
  readonly variables: readonly EffectiveVariable[] | null;
  readonly problem: string | null;
}

/** The server's environment, loaded again when the settings or the server change. */
function useEffectiveVariables(): EffectiveVariables {
  const client = useClient();
  const settings = useSnapshot((s) => s.settings);
  const actual = useSnapshot((s) => s.server.actual);
  const [state, setState] = useState<EffectiveVariables>({ variables: null, problem: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the response depends on the settings and the server
  useEffect(() => {
    let isStale = false;
    const load = async (): Promise<void> => {
      try {
        const variables = await client.settings.effective();
        if (!isStale) setState({ variables, problem: null });
      } catch (error) {
        if (!isStale) setState(({ variables }) => ({ variables, problem: errorMessage(error) }));
      }
    };
    void load();
    return () => {
      isStale = true;
    };
  }, [client, settings, actual]);
  return state;
}

function ConfigurationTable({ variables }: { readonly variables: readonly EffectiveVariable[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="configuration scroll" aria-label={settingsText('configuration.table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{settingsText('configuration.variable')}</th>
            <th scope="col">{settingsText('configuration.value')}</th>
            <th scope="col">{settingsText('configuration.source')}</th>
            <th scope="col">{settingsText('configuration.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {variables.map((variable) => (
            <ConfigurationRow key={variable.name} variable={variable} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ConfigurationRow({ variable }: { readonly variable: EffectiveVariable }) {
  const { name, value, source, meaning, afterRestart } = variable;
  const isDefault = source === 'default';
  return (
    <tr className={isDefault ? 'is-default' : undefined}>
      <th scope="row" className="mono">
        {name}
      </th>
      <td className="selectable">
        <span className={isDefault ? undefined : 'mono'}>{value || settingsText('configuration.empty')}</span>{' '}
        {afterRestart && <Tag tone="strong">{settingsText('afterRestart')}</Tag>}
      </td>
      <td data-column={settingsText('configuration.source')}>{sourceLabel(variable)}</td>
      <td className="secondary">{meaning ?? '–'}</td>
    </tr>
  );
}
