import type { Notice } from '../../contract/app.ts';
import { useClient } from '../client/corral-context.ts';
import { useAction } from '../client/use-action.ts';
import { useSnapshot } from '../client/use-snapshot.ts';
import { Banner } from '../components/Banner.tsx';

const tones = { info: 'info', warning: 'warn', error: 'bad' } as const;

/** What happened to Corral itself, above every page until it is dismissed. */
export function Notices() {
  const notices = useSnapshot((s) => s.app.notices);
  if (notices.length === 0) return null;
  return (
    <div className="page-banners">
      {notices.map((notice) => (
        <NoticeBanner key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeBanner({ notice }: { readonly notice: Notice }) {
  const client = useClient();
  const dismiss = useAction(() => client.app.dismissNotice({ id: notice.id }));
  return (
    <Banner tone={tones[notice.kind]} title={notice.title} onDismiss={() => dismiss.run()}>
      {notice.detail}
    </Banner>
  );
}
