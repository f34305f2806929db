import { Search } from 'lucide-react';
import { useState } from 'react';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Field } from '../../components/Field.tsx';
import { Page, PageBody } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { ActivityTable } from './ActivityTable.tsx';
import './activity-page.css';
import { filterActivity } from './activity-row.ts';
import { useActivity } from './use-activity.ts';

const choices = [
  { value: 'all', label: 'All Requests' },
  { value: 'failed', label: 'Failed Only' },
];

const whatIsKept = 'Prompts and answers are not recorded. Programs that call Ollama directly do not appear here.';

/** The requests that passed Corral. */
export function ActivityPage() {
  const entries = useActivity();
  const [text, setText] = useState('');
  const [which, setWhich] = useState('all');
  const shown = filterActivity(entries ?? [], text, which === 'failed');
  const answering = (entries ?? []).filter(({ outcome }) => outcome === 'running').length;
  return (
    <Page
      title="Activity"
      subtitle="Requests that pass Corral"
      toolbar={
        <>
          <Field
            className="activity-search"
            label="Search requests"
            type="search"
            icon={Search}
            placeholder="Model or endpoint"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Select label="Which requests" value={which} options={choices} onChange={setWhich} />
        </>
      }
    >
      {entries?.length === 0 && (
        <PageBody>
          <NoRequests />
        </PageBody>
      )}
      {entries !== null && entries.length > 0 && shown.length === 0 && (
        <PageBody>
          <EmptyState title="No request matches">Search for something else, or show all requests.</EmptyState>
        </PageBody>
      )}
      {shown.length > 0 && <ActivityTable entries={shown} />}
      <footer className="statusbar">
        <span className="nowrap">{answering === 0 ? 'Nothing is being answered.' : `${answering} answering.`}</span>
        <span className="grow" />
        <span className="clip" title={whatIsKept}>
          {whatIsKept}
        </span>
      </footer>
    </Page>
  );
}

function NoRequests() {
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  return (
    <EmptyState title="No requests yet" actions={<CopyButton text={baseUrl} label="Copy endpoint" />}>
      Chat in the Playground and its requests appear here. Point an app at <code>{baseUrl}</code> to use the server;
      apps on this Mac talk to Ollama directly, so what they send is not listed.
    </EmptyState>
  );
}
