import { createContext, type ReactNode, useContext, useState } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';

const OpenLinkContext = createContext<(url: string) => void>(() => undefined);

/** Opens a web address that a model wrote, after confirmation. */
export function useOpenLink(): (url: string) => void {
  return useContext(OpenLinkContext);
}

export interface LinkGuardProps {
  /** Opens a confirmed address. */
  readonly open: (url: string) => void;
  readonly children: ReactNode;
}

/** Shows the whole address of a link in a response before the browser opens it. */
export function LinkGuard({ open, children }: LinkGuardProps) {
  const [url, setUrl] = useState<string | null>(null);
  const close = (): void => setUrl(null);
  return (
    <OpenLinkContext value={setUrl}>
      {children}
      <Dialog
        open={url !== null}
        onClose={close}
        title={playgroundText('link.question')}
        description={playgroundText('link.warning')}
        footer={
          <>
            <Button onClick={close}>{playgroundText('link.cancel')}</Button>
            <Button
              variant="primary"
              onClick={() => {
                if (url !== null) open(url);
                close();
              }}
            >
              {playgroundText('link.open')}
            </Button>
          </>
        }
      >
        <code className="link-address">{url}</code>
      </Dialog>
    </OpenLinkContext>
  );
}
