import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { serverPageText } from '../../../contract/derived/catalog/en/server-page.ts';
import { serverDescription } from '../../../contract/derived/server-description.ts';
import { ownerName, serverTitle } from '../../../contract/derived/server-text.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { Row } from '../../components/Group.tsx';
import { useNow } from '../../components/use-now.ts';
import { FreePortButton } from './FreePortButton.tsx';
import { TakeOverButton } from './TakeOverButton.tsx';
import { cannotTakeOver, stopCommand, takeOverConsequence } from './take-over-text.ts';

const AVAILABLE = ['external.available.playground', 'external.available.models', 'external.available.loaded'] as const;
const MISSING = [
  'external.missing.control',
  'external.missing.access',
  'external.missing.additions',
  'external.missing.settings',
] as const;

interface ExternalServerProps {
  /** Corral's own server was started on this port. */
  readonly onMoved: (port: number) => void;
}

interface ChoicesProps extends ExternalServerProps {
  readonly actual: Extract<ServerActual, { state: 'external' }>;
}

/** A server that Corral didn't start: used but not managed, and how Corral could take over. */
export function ExternalServer({ onMoved }: ExternalServerProps) {
  const actual = useSnapshot((s) => s.server.actual);
  if (actual.state !== 'external') return null;
  return (
    <>
      <Status actual={actual} />
      <section className="section group cancan" aria-label={serverPageText('external.abilities')}>
        <Abilities className="yes" title={serverPageText('external.available')} icon={<Check className="icon" />}>
          {AVAILABLE}
        </Abilities>
        <Abilities className="no" title={serverPageText('external.missing')} icon={<Minus className="icon" />}>
          {MISSING}
        </Abilities>
      </section>
      <Choices actual={actual} onMoved={onMoved} />
    </>
  );
}

function Status({ actual }: Pick<ChoicesProps, 'actual'>) {
  const server = useSnapshot((s) => s.server);
  const now = useNow(60_000);
  return (
    <section className="section group state" aria-label={serverPageText('external.status')}>
      <div className="state-top">
        <div className="state-mark secondary">
          <CorralMark />
        </div>
        <div className="grow">
          <h2>
            <span className="dot hollow" />
            {serverText(serverTitle(actual, false))}
          </h2>
          <p className="secondary">{serverText(serverDescription(server, now))}</p>
        </div>
      </div>
      <dl className="facts three">
        <Fact name={serverPageText('external.startedBy')} value={serverText(ownerName(actual.owner))} />
        <Fact name={serverPageText('facts.version')} value={actual.version} />
        <Fact
          name={serverPageText('facts.processId')}
          value={actual.pid === null ? serverPageText('unknown') : String(actual.pid)}
        />
      </dl>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num selectable">{value}</dd>
    </div>
  );
}

interface AbilitiesProps {
  readonly className: 'yes' | 'no';
  readonly title: string;
  readonly icon: ReactNode;
  readonly children: typeof AVAILABLE | typeof MISSING;
}

function Abilities({ className, title, icon, children }: AbilitiesProps) {
  return (
    <div className={`cancan-half ${className}`}>
      <h3>{title}</h3>
      <ul>
        {children.map((ability) => (
          <li key={ability}>
            {icon}
            {serverPageText(ability)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Take over, use another port, or keep it. */
function Choices({ actual, onMoved }: ChoicesProps) {
  const { pid, canTakeOver } = actual;
  const fixed = useSnapshot((s) => s.app.fixed.port);
  return (
    <section className="section group remedies" aria-label={serverPageText('external.options')}>
      {canTakeOver && pid !== null ? <TakeOver owner={actual.owner} pid={pid} /> : <CannotTakeOver actual={actual} />}
      <Row
        label={serverPageText('external.otherPort')}
        hint={
          fixed
            ? serverPageText('external.otherPortFixed', { variable: fixed.variable })
            : serverPageText('external.otherPortHint')
        }
      >
        {fixed === undefined && <FreePortButton onMoved={onMoved} />}
      </Row>
      <Row label={serverPageText('external.keep')} hint={serverPageText('external.keepHint')} />
      {actual.owner === 'ollamaApp' && (
        <Row label={serverPageText('external.login')} hint={serverPageText('external.loginHint')} />
      )}
    </section>
  );
}

function TakeOver({ owner, pid }: { readonly owner: ChoicesProps['actual']['owner']; readonly pid: number }) {
  const activeRequests = useSnapshot((s) => s.work.activeRequests);
  return (
    <Row label={serverPageText('takeOver.title')} hint={serverPageText('takeOver.hint')}>
      <TakeOverButton
        variant="primary"
        pid={pid}
        label={serverPageText('takeOver.button')}
        question={serverPageText('takeOver.question')}
        consequence={takeOverConsequence(owner, activeRequests)}
        confirm={serverPageText('takeOver.confirm')}
      />
    </Row>
  );
}

function CannotTakeOver({ actual: { owner, pid } }: Pick<ChoicesProps, 'actual'>) {
  const command = stopCommand(owner, pid);
  return (
    <Row label={serverPageText('takeOver.title')} hint={cannotTakeOver(owner, pid)}>
      {command && (
        <>
          <code className="command">{command}</code>
          <CopyButton text={command} label={serverPageText('takeOver.copyCommand')} />
        </>
      )}
    </Row>
  );
}
