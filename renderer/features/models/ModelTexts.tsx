import { useQuery } from '@tanstack/react-query';
import type { InstalledModel } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { errorMessage } from '../../client/error-message.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { serverAvailability } from '../server/server-availability.ts';

/** The model's long texts, asked for when it is selected and kept as long as its digest is the same. */
export function ModelTexts({ model }: { readonly model: InstalledModel }) {
  const client = useClient();
  const answers = useSnapshot((s) => serverAvailability(s.server.actual.state) === 'now');
  const { data, error } = useQuery({
    queryKey: ['models.show', model.name, model.digest],
    queryFn: ({ signal }) => client.models.show({ name: model.name }, { signal }),
    enabled: answers,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (data === undefined) {
    if (!answers) return <p className="block hint">Start the server to see its template and licence.</p>;
    return error ? <p className="block hint bad-text selectable">{errorMessage(error)}</p> : null;
  }
  return (
    <>
      <LongText title="Template" text={data.template} />
      <LongText title="Default parameters" text={data.parameters} end={lineCount(data.parameters)} />
      <LongText title="Modelfile" text={data.modelfile} />
      <LongText title="Licence" text={data.license} end={firstLine(data.license)} />
    </>
  );
}

interface LongTextProps {
  readonly title: string;
  readonly text: string | null;
  readonly end?: string | null;
}

function LongText({ title, text, end }: LongTextProps) {
  if (text === null || text.trim() === '') return null;
  return (
    <div className="ins-sec">
      <Disclosure title={title} end={end}>
        <div className="code peek">
          <div className="peek-copy">
            <CopyButton iconOnly text={text} label={`Copy ${title.toLowerCase()}`} />
          </div>
          <pre>{text}</pre>
        </div>
      </Disclosure>
    </div>
  );
}

function lineCount(text: string | null): string | null {
  return text === null ? null : String(text.trim().split('\n').length);
}

/** Licences begin with their name; anything longer is a sentence. */
function firstLine(text: string | null): string | null {
  const line = text?.trim().split('\n')[0]?.trim() ?? '';
  return line !== '' && line.length <= 32 ? line : null;
}
