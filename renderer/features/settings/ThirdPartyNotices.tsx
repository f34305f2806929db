import { useEffect, useState } from 'react';
import { settingsText } from '../../../contract/derived/catalog/en/settings.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';

/** A text file that the build writes beside the pages. */
const NOTICES_FILE = 'third-party-notices.txt';

type Notices =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly text: string }
  | { readonly state: 'failed' };

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
  const { notices, reload } = useNotices();
  return (
    <Dialog
      open
      onClose={onClose}
      title={settingsText('notices.title')}
      footer={
        <>
          {notices.state === 'failed' && <Button onClick={reload}>{settingsText('notices.retry')}</Button>}
          <Button variant="primary" onClick={onClose}>
            {settingsText('notices.close')}
          </Button>
        </>
      }
    >
      <p className={notices.state === 'failed' ? 'field-error' : undefined} aria-live="polite">
        {notices.state === 'loading' && settingsText('notices.loading')}
        {notices.state === 'failed' && settingsText('notices.failed')}
      </p>
      {notices.state === 'loaded' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="notices-text" aria-label={settingsText('notices.title')} tabIndex={0}>
          <pre>{notices.text}</pre>
        </section>
      )}
    </Dialog>
  );
}

function useNotices(): { readonly notices: Notices; readonly reload: () => void } {
  const [notices, setNotices] = useState<Notices>({ state: 'loading' });
  const [attempt, setAttempt] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt loads again
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      setNotices({ state: 'loading' });
      const loaded = await fetchNotices(abort.signal);
      if (!abort.signal.aborted) setNotices(loaded);
    };
    void load();
    return () => abort.abort();
  }, [attempt]);
  return { notices, reload: () => setAttempt((count) => count + 1) };
}

async function fetchNotices(signal: AbortSignal): Promise<Notices> {
  try {
    const response = await fetch(NOTICES_FILE, { signal });
    return response.ok ? { state: 'loaded', text: await response.text() } : { state: 'failed' };
  } catch {
    return { state: 'failed' };
  }
}
