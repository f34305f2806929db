import { CircleCheck } from 'lucide-react';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Section } from '../../components/Section.tsx';

/** Every address at which the server answers now. */
export function Addresses() {
  const addresses = useSnapshot((s) => s.exposure.addresses);
  return (
    <Section title="Addresses">
      <div className="group">
        {addresses.length === 0 && (
          <div className="row secondary">No address answers while the server is not running.</div>
        )}
        {addresses.map(({ url, label }) => (
          <div key={url} className="row addr-row">
            <div className="addr">
              <CircleCheck className="icon up" />
              <span className="secondary small clip" title={label}>
                {label}
              </span>
              <code className="clip" title={url}>
                {url}
              </code>
              <CopyButton iconOnly text={url} label={`Copy ${label}`} />
            </div>
          </div>
        ))}
      </div>
    </Section>
  );
}
