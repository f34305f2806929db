import { Check, Minus } from 'lucide-react';
import { serverText } from '../../../contract/derived/catalog/en/server.ts';
import { ownerName, serverDescription, serverTitle, stopInstructions } from '../../../contract/derived/server-text.ts';
import type { ServerActual } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { Row } from '../../components/Group.tsx';
import { useNow } from '../../components/use-now.ts';
import { FreePortButton } from './FreePortButton.tsx';
import { otherPort } from './remedy.ts';
import { TakeOverButton } from './TakeOverButton.tsx';
import { stopCommand, takeOverConsequence } from './take-over-text.ts';

const works = [
  'Playground, with every installed model',
  'Pull, duplicate and delete models',
  'See what is loaded, and unload it',
];
const missing = [
  'Start, stop, restart, recover from crashes',
  'Decide who can reach it: this Mac, local network, Tailscale',
  'Server settings and the server’s log',
];

/** A server that someone else started: used, not managed, and how Corral could get it. */
export function ExternalServer({ onMoved }: { readonly onMoved: (port: number) => void }) {
  const server = useSnapshot((s) => s.server);
  const now = useNow(60_000);
  const { actual } = server;
  if (actual.state !== 'external') return null;
  return (
    <>
      <section className="section group state" aria-label="What is running">
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
          <Fact name="Started by" value={serverText(ownerName(actual.owner))} />
          <Fact name="Version" value={actual.version} />
          <Fact name="Process ID" value={actual.pid === null ? 'Unknown' : String(actual.pid)} />
        </dl>
      </section>
      <section className="section group cancan" aria-label="What Corral can and cannot do">
        <div className="cancan-half yes">
          <h3>What works now</h3>
          <ul>
            {works.map((text) => (
              <li key={text}>
                <Check className="icon" />
                {text}
              </li>
            ))}
          </ul>
        </div>
        <div className="cancan-half no">
          <h3>What needs Corral in charge</h3>
          <ul>
            {missing.map((text) => (
              <li key={text}>
                <Minus className="icon" />
                {text}
              </li>
            ))}
          </ul>
        </div>
      </section>
      <Choices actual={actual} onMoved={onMoved} />
    </>
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

interface ChoicesProps {
  readonly actual: Extract<ServerActual, { state: 'external' }>;
  readonly onMoved: (port: number) => void;
}

/** Keep it, take its place, or go elsewhere. */
function Choices({ actual, onMoved }: ChoicesProps) {
  const { owner } = actual;
  return (
    <section className="section group remedies" aria-label="What you can do">
      <LetCorralRunIt actual={actual} />
      <Row
        label={otherPort.title}
        hint="Starts a second server on a free port. Both use memory; apps need the new address."
      >
        <FreePortButton label="Use Another Port" onMoved={onMoved} />
      </Row>
      <Row
        label="Keep it as it is"
        hint="There is nothing to do. When it ends, Corral notices and starts its own server if one is wanted."
      />
      {owner === 'ollamaApp' && (
        <Row
          label="Stop Ollama.app from opening at login"
          hint="Otherwise it takes the port again after the next login: System Settings, General, Login Items."
        />
      )}
    </section>
  );
}

function LetCorralRunIt({ actual }: Pick<ChoicesProps, 'actual'>) {
  const answers = useSnapshot((s) => s.work.activeRequests);
  const { owner, pid, canTakeOver } = actual;
  const command = stopCommand(owner, pid);
  if (canTakeOver && pid !== null) {
    return (
      <Row
        label="Let Corral run the server"
        hint="Asks the other one to end, then starts Corral’s own on the same port. Downloaded models stay."
      >
        <TakeOverButton
          variant="primary"
          pid={pid}
          label="Let Corral Run the Server…"
          question="Let Corral run the server?"
          consequence={takeOverConsequence(owner, answers)}
          confirm="Take Over"
        />
      </Row>
    );
  }
  return (
    <Row
      label="Let Corral run the server"
      hint={`Corral can’t ask it to end: ${pid === null ? 'the system doesn’t say which process it is' : 'it belongs to another user'}. ${serverText(stopInstructions(owner))} Corral starts its own as soon as the port is free; downloaded models stay.`}
    >
      {command && (
        <>
          <code className="command">{command}</code>
          <CopyButton text={command} label="Copy stop command" />
        </>
      )}
    </Row>
  );
}
