import { useQuery } from '@tanstack/react-query';
import { modelsText } from '../../../contract/derived/catalog/en/models.ts';
import { isServing } from '../../../contract/derived/server-state.ts';
import type { InstalledModel } from '../../../contract/models.ts';
import { useClient } from '../../client/corral-context.ts';
import { errorMessage } from '../../client/error-message.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';

/** A license name longer than this is a sentence, not a name. Characters. */
const MAX_LICENSE_NAME_LENGTH = 32;

/** The model's long texts, requested when it is selected and cached until its digest changes. */
export function ModelTexts({ model }: { readonly model: InstalledModel }) {
  const client = useClient();
  const isServerAvailable = useSnapshot((s) => isServing(s.server.actual.state));
  const { data, error } = useQuery({
    queryKey: ['models.show', model.name, model.digest],
    queryFn: ({ signal }) => client.models.show({ name: model.name }, { signal }),
    enabled: isServerAvailable,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (data === undefined) {
    if (!isServerAvailable) return <p className="block hint">{modelsText('texts.needsServer')}</p>;
    return error ? <p className="block hint bad-text selectable">{errorMessage(error)}</p> : null;
  }
  const { template, parameters, modelfile, license } = data;
  return (
    <>
      <LongText title={modelsText('texts.template')} copyLabel={modelsText('texts.copyTemplate')} text={template} />
      <LongText
        title={modelsText('texts.parameters')}
        copyLabel={modelsText('texts.copyParameters')}
        text={parameters}
        end={lineCount(parameters)}
      />
      <LongText title={modelsText('texts.modelfile')} copyLabel={modelsText('texts.copyModelfile')} text={modelfile} />
      <LongText
        title={modelsText('texts.license')}
        copyLabel={modelsText('texts.copyLicense')}
        text={license}
        end={licenseName(license)}
      />
    </>
  );
}

interface LongTextProps {
  readonly title: string;
  readonly copyLabel: string;
  readonly text: string | null;
  readonly end?: string | null;
}

function LongText({ title, copyLabel, text, end }: LongTextProps) {
  if (text === null || text.trim() === '') return null;
  return (
    <div className="ins-sec">
      <Disclosure title={title} end={end}>
        <div className="code peek">
          <div className="peek-copy">
            <CopyButton iconOnly text={text} label={copyLabel} />
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

/** Licenses begin with their name. */
function licenseName(text: string | null): string | null {
  const line = text?.trim().split('\n')[0]?.trim() ?? '';
  return line !== '' && line.length <= MAX_LICENSE_NAME_LENGTH ? line : null;
}
