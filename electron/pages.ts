/** The pages by the names that their hashes have. */
export type Page = 'server' | 'models' | 'playground' | 'network' | 'activity' | 'logs' | 'settings';
