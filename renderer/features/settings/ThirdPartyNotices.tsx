import { useEffect, useState } from 'react';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';

/** Written beside the pages by the build (scripts/third-party-notices.mjs). */
const NOTICES_FILE = 'third-party-notices.json';

/** A package that Corral includes. */
interface Notice {
  readonly name: string;
  readonly version: string;
  /** An SPDX identifier, such as `MIT`. */
  readonly license: string;
  /** The text of the license. */
  readonly text: string;
}

type Notices =
  | { readonly state: 'loading' | 'failed' }
  | { readonly state: 'loaded'; readonly notices: readonly Notice[] };

/** A button that opens the licenses of the software included in Corral. They are loaded when they are opened. */
export function ThirdPartyNotices() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" aria-label={settingsText('notices.open')} onClick={() => setOpen(true)}>
        {settingsText('notices.show')}
      </Button>
      {isOpen && <NoticesDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NoticesDialog({ onClose }: { readonly onClose: () => void }) {
  const { current, reload } = useNotices();
  return (
    <Dialog
      open
      onClose={onClose}
      title={settingsText('notices.title')}
      footer={
        <>
          {current.state === 'failed' && <Button onClick={reload}>{settingsText('notices.retry')}</Button>}
          <Button variant="primary" onClick={onClose}>
            {settingsText('notices.close')}
          </Button>
        </>
      }
    >
      <p className={current.state === 'failed' ? 'field-error' : undefined} aria-live="polite">
        {current.state !== 'loaded' && settingsText(`notices.${current.state}`)}
      </p>
      {current.state === 'loaded' && (
        <ul className="notices">
          {current.notices.map(({ name, version, license, text }) => (
            <li key={`${name}@${version}`}>
              <Disclosure title={`${name} ${version}`} end={license}>
                <pre>{text}</pre>
              </Disclosure>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function useNotices(): { readonly current: Notices; readonly reload: () => void } {
  const [current, setCurrent] = useState<Notices>({ state: 'loading' });
  const [attempt, setAttempt] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt loads again
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      setCurrent({ state: 'loading' });
      const loaded = await fetchNotices(abort.signal);
      if (!abort.signal.aborted) setCurrent(loaded);
    };
    void load();
    return () => abort.abort();
  }, [attempt]);
  return { current, reload: () => setAttempt((count) => count + 1) };
}

async function fetchNotices(signal: AbortSignal): Promise<Notices> {
  try {
    const response = await fetch(NOTICES_FILE, { signal });
    const notices: unknown = response.ok ? await response.json() : null;
    return areNotices(notices) ? { state: 'loaded', notices } : { state: 'failed' };
  } catch {
    return { state: 'failed' };
  }
}

function areNotices(value: unknown): value is readonly Notice[] {
  const fields = ['name', 'version', 'license', 'text'];
  return Array.isArray(value) && value.every((one) => fields.every((field) => typeof one?.[field] === 'string'));
}
