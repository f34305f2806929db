import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';

const OpenLinkContext = createContext<(url: string) => void>(() => undefined);

/** Asks before it opens a web address that a model has written. */
export function useOpenLink(): (url: string) => void {
  return useContext(OpenLinkContext);
}

export interface LinkGuardProps {
  /** Opens an address the person has agreed to. */
  readonly open: (url: string) => void;
  readonly children: ReactNode;
}

/** Stands between the links of an answer and the browser: a person sees the whole address first. */
export function LinkGuard({ open, children }: LinkGuardProps) {
  const [url, setUrl] = useState<string | null>(null);
  const close = (): void => setUrl(null);
  return (
    <OpenLinkContext value={setUrl}>
      {children}
      <Dialog
        open={url !== null}
        onClose={close}
        title="Open this link?"
        description="A model wrote it. Check the address before you open it."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              onClick={() => {
                if (url !== null) open(url);
                close();
              }}
            >
              Open Link
            </Button>
          </>
        }
      >
        <code className="link-address">{url}</code>
      </Dialog>
    </OpenLinkContext>
  );
}
