import type { Target } from '../decide/target.js';
import type { Backend, Language, Origin, Setting } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { canReadVariables } from './capabilities.js';
import type { ContainerView } from './container-view.js';

/** The languages that share the variables of one container, and all that their settings are resolved from. */
export interface Scope {
  /** In the order of injection; the earlier one wins. */
  readonly targets: readonly Target[];
  readonly view: ContainerView;
  /** The pod's namespace, which may be its tenant. */
  readonly namespace: string;
  readonly platform: Platform | undefined;
  /** The backend; undefined without a platform. */
  readonly backend: Setting<Backend> | undefined;
  /** Whether the pod resolves names by the node's DNS, which does not know Services. */
  readonly usesNodeDns: boolean;
}

/** The languages of a scope whose agents read variables; a web server module reads a file of its own. */
export const listVariableReaders = (scope: Scope): readonly Language[] =>
  scope.targets.map(({ language }) => language).filter(canReadVariables);

/** Where an address came from: an annotation that picked a backend chose the address itself only where there is no Collector between. */
export const resolveAddressOrigin = (scope: Scope, origin: Origin): Origin =>
  isBackendPicked(scope) && scope.platform?.route.value === 'direct'
    ? (scope.backend?.origin ?? origin)
    : origin;

/** Tells whether an annotation picked the backend; then what an Instrumentation says of the endpoint does not hold. */
export const isBackendPicked = ({ backend }: Pick<Scope, 'backend'>): boolean =>
  backend?.origin === 'pod' || backend?.origin === 'namespace';
