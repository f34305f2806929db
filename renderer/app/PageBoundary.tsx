import { Component, type ReactNode } from 'react';
import { Banner } from '../components/Banner.tsx';
import { Button } from '../components/Button.tsx';

interface PageBoundaryState {
  readonly failed: boolean;
}

/** Keeps the rest of the window alive when a page can't be loaded or breaks while it is drawn. */
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
          title="This page cannot be shown"
          actions={<Button onClick={() => window.location.reload()}>Reload</Button>}
        >
          Something broke while it was drawn. The server and downloads are not affected.
        </Banner>
      </div>
    );
  }
}
