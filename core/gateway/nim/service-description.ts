import type { GatewayPolicy } from '../policy/gateway-policy.ts';

/** NIM's `/v1/version`. Source: docs.nvidia.com/nim, "NIM version information". */
export interface ServiceVersion {
  /** Of the product: Corral's. */
  readonly release: string;
  /** Of the server inside that responds to the API: Ollama's; empty while none runs. */
  readonly api: string;
}

interface ServedModel {
  readonly shortName: string;
  readonly modelUrl: string;
  /** As Ollama lists it. */
  readonly digest: string;
}

/**
 * NIM's `/v1/metadata`, with its names for fields. `assetInfo` (other files of a container) is always empty. A model's digest and
 * the server's version are ours, since NIM has one model a container. Source: docs.nvidia.com/nim, "Deployment metadata".
 */
export interface ServiceMetadata {
  readonly version: string;
  readonly ollamaVersion: string;
  readonly modelInfo: readonly ServedModel[];
  readonly assetInfo: readonly never[];
  readonly licenseInfo: { readonly name: string; readonly url: string };
}

const LICENSE = { name: 'MIT', url: 'https://github.com/corral-app/corral/blob/main/LICENSE' };

type Facts = Pick<GatewayPolicy, 'versions' | 'models'>;

export function serviceVersion({ versions }: Pick<Facts, 'versions'>): ServiceVersion {
  return { release: versions.corral, api: versions.server ?? '' };
}

/** @param isListed whether the client may know of that model */
export function serviceMetadata({ versions, models }: Facts, isListed: (name: string) => boolean): ServiceMetadata {
  return {
    version: versions.corral,
    ollamaVersion: versions.server ?? '',
    modelInfo: models.installed
      .filter(({ name }) => isListed(name))
      .map(({ name, digest }) => ({ shortName: name, modelUrl: `ollama://${name}`, digest })),
    assetInfo: [],
    licenseInfo: LICENSE,
  };
}
