/** The pages, by their names in the URL's hash. */
export type Page = 'server' | 'models' | 'playground' | 'network' | 'activity' | 'logs' | 'settings';
