import { Component, type ReactNode } from 'react';
import { shellText } from '../../contract/derived/catalog/en/shell.ts';
import { Banner } from '../components/Banner.tsx';
import { Button } from '../components/Button.tsx';

interface PageBoundaryState {
  readonly failed: boolean;
}

/** Keeps the rest of the window working when a page can't be loaded or fails to render. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { failed: false };

  static getDerivedStateFromError(): PageBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="pad">
        <Banner
          tone="bad"
          title={shellText('page.failed')}
          actions={<Button onClick={() => window.location.reload()}>{shellText('page.reload')}</Button>}
        >
          {shellText('page.failedDetail')}
        </Banner>
      </div>
    );
  }
}
