import { lazy, type ReactNode } from 'react';
import { ServerPage } from '../features/server/ServerPage.tsx';
import type { SectionId } from '../navigation/sections.ts';

const ModelsPage = lazy(async () => ({ default: (await import('../features/models/ModelsPage.tsx')).ModelsPage }));
const PlaygroundPage = lazy(async () => ({
  default: (await import('../features/playground/PlaygroundPage.tsx')).PlaygroundPage,
}));
const NetworkPage = lazy(async () => ({ default: (await import('../features/network/NetworkPage.tsx')).NetworkPage }));
const ActivityPage = lazy(async () => ({
  default: (await import('../features/activity/ActivityPage.tsx')).ActivityPage,
}));
const LogsPage = lazy(async () => ({ default: (await import('../features/logs/LogsPage.tsx')).LogsPage }));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/SettingsPage.tsx')).SettingsPage,
}));

/** The first page is there at once; each other one is loaded when it is opened. */
export const pages: Readonly<Record<SectionId, () => ReactNode>> = {
  server: () => <ServerPage />,
  models: () => <ModelsPage />,
  playground: () => <PlaygroundPage />,
  network: () => <NetworkPage />,
  activity: () => <ActivityPage />,
  logs: () => <LogsPage />,
  settings: () => <SettingsPage />,
};
