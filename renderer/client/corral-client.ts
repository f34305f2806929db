import type { ClientRetryPluginContext } from '@orpc/client/plugins';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../contract/contract.ts';

/** Every call of the contract, typed; what carries it is decided by `connect`. */
export type CorralClient = ContractRouterClient<typeof contract, ClientRetryPluginContext>;
