import { ChevronLeft, Search } from 'lucide-react';
import { useState } from 'react';
import type { EffectiveVariable } from '../../../contract/settings.ts';
import { Banner } from '../../components/Banner.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Tag } from '../../components/Tag.tsx';
import { configurationText, filterVariables, sourceOf } from './configuration-rows.ts';
import { useEffectiveVariables } from './use-effective-variables.ts';

/** Every variable that the server gets or would understand, and who sets it. */
export function ConfigurationPage() {
  const { variables, problem } = useEffectiveVariables();
  const [search, setSearch] = useState('');
  const shown = filterVariables(variables ?? [], search);
  return (
    <Page
      title="Effective configuration"
      subtitle="For the server’s next start"
      toolbar={
        <>
          <a className="btn quiet" href="#/settings">
            <ChevronLeft className="icon s13" />
            Back to Settings
          </a>
          <Field
            label="Search the variables"
            type="search"
            icon={Search}
            className="configuration-search"
            placeholder="Search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <CopyButton text={() => configurationText(shown)} label="Copy the variables shown" />
        </>
      }
    >
      {problem !== null && (
        <div className="pad">
          <Banner tone="bad" title="The variables could not be read">
            {problem}
          </Banner>
        </div>
      )}
      {variables !== null && shown.length === 0 && (
        <PageBody>
          <EmptyState title="No variable matches">Search for something else.</EmptyState>
        </PageBody>
      )}
      {shown.length > 0 && <ConfigurationTable variables={shown} />}
      <footer className="statusbar">What looks like a key or a password is hidden.</footer>
    </Page>
  );
}

function ConfigurationTable({ variables }: { readonly variables: readonly EffectiveVariable[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className="configuration scroll" aria-label="Variables" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Value</th>
            <th scope="col">Comes from</th>
            <th scope="col">What it decides</th>
          </tr>
        </thead>
        <tbody>
          {variables.map((variable) => (
            <tr key={variable.name} className={variable.source === 'default' ? 'is-default' : undefined}>
              <th scope="row" className="mono">
                {variable.name}
              </th>
              <td className="selectable">
                <span className={variable.source === 'default' ? undefined : 'mono'}>
                  {variable.value || '(empty)'}
                </span>{' '}
                {variable.afterRestart && <Tag tone="strong">after restart</Tag>}
              </td>
              <td>{sourceOf(variable)}</td>
              <td className="secondary">{variable.meaning ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
