import { Check, Minus } from 'lucide-react';
import type { ServerOwner } from '../../../contract/server.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CorralMark } from '../../components/CorralMark.tsx';
import { Group, Row } from '../../components/Group.tsx';
import { handOver } from './hand-over.ts';
import { ownerName } from './server-words.ts';

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
export function ExternalServer() {
  const actual = useSnapshot((s) => s.server.actual);
  const port = useSnapshot((s) => s.server.port);
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
              Not managed
            </h2>
            <p className="secondary">{`Another Ollama is using port ${port}. Corral uses it and leaves it alone.`}</p>
          </div>
        </div>
        <dl className="facts three">
          <Fact name="Started by" value={ownerName[actual.owner]} />
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
      <LetCorralRunIt owner={actual.owner} pid={actual.pid} />
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

function LetCorralRunIt({ owner, pid }: { readonly owner: ServerOwner; readonly pid: number | null }) {
  const { hint, command } = handOver(owner, pid);
  return (
    <Group label="Let Corral run the server">
      <Row
        label="Let Corral run the server"
        hint={`${hint} Corral starts its own as soon as the port is free; downloaded models stay.`}
      >
        {command && (
          <>
            <code>{command}</code>
            <CopyButton text={command} label="Copy stop command" />
          </>
        )}
      </Row>
    </Group>
  );
}
