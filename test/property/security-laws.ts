import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../../src/core/domain.js';
import type { Container, SecurityContext } from '../../src/core/kubernetes/pod.js';
import type { Decision } from '../support/arbitraries-cases.js';
import { differenceOf, isClone } from './difference.js';
import { must } from './law.js';
import { instrumentationFor } from './resource-laws.js';

/** The languages that an added init container may belong to. */
function languagesOf(container: Container): readonly Language[] {
  if (isClone(container)) return ['apache-httpd', 'nginx'];
  if (container.name === 'otel-agent-attach-apache') return ['apache-httpd'];
  if (container.name === 'otel-agent-attach-nginx') return ['nginx'];
  const plain = /-(nodejs|python|dotnet)$/.exec(container.name)?.[1];
  return [(plain as Language | undefined) ?? 'java'];
}

/**
 * Every added init container meets Pod Security *restricted* as far as the user of the pod does. Two are not ours to
 * decide: a context that the Instrumentation writes, and that of a web server whose user only its image knows, which
 * must be the target's as it is. The Go agent's sidecar needs privileges.
 */
export function initContainersAreRestricted(decision: Decision): void {
  for (const container of differenceOf(decision).initContainers) {
    const candidates = languagesOf(container).flatMap((language) => contextsFor(decision, language));
    const fits = candidates.some((candidate) =>
      candidate.kind === 'as-written'
        ? isDeepStrictEqual(container.securityContext ?? {}, candidate.context)
        : isRestricted(container.securityContext ?? {}, candidate.target, decision),
    );
    must(
      fits,
      `${container.name} is not restricted`,
      container.securityContext,
      decision.before.spec.securityContext,
    );
  }
}

type Candidate =
  | { readonly kind: 'as-written'; readonly context: SecurityContext }
  | { readonly kind: 'restricted'; readonly target: SecurityContext };

/** The contexts that the injections of a language allow, one for each of its containers. */
function contextsFor(decision: Decision, language: Language): readonly Candidate[] {
  const { outcome, before } = decision;
  const written = instrumentationFor(decision, language)?.spec.initContainerSecurityContext;
  if (written !== undefined) return [{ kind: 'as-written', context: written }];
  const all = [...before.spec.containers, ...(before.spec.initContainers ?? [])];
  return outcome.injections
    .filter((injection) => injection.language === language)
    .flatMap(({ container }): readonly Candidate[] => {
      const target = all.find(({ name }) => name === container)?.securityContext ?? {};
      const user = target.runAsUser ?? before.spec.securityContext?.runAsUser;
      const isServer = language === 'apache-httpd' || language === 'nginx';
      return [
        isServer && user === undefined
          ? { kind: 'as-written', context: knownPart(target) }
          : { kind: 'restricted', target },
      ];
    });
}

/** A context without fields of newer Kubernetes versions: carried on by value, they could lose what JavaScript cannot hold. */
function knownPart(context: SecurityContext): SecurityContext {
  const unknown = ['xFuture', 'zoneHint', '__proto__'];
  return Object.fromEntries(Object.entries(context).filter(([field]) => !unknown.includes(field)));
}

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
function isRestricted(context: SecurityContext, target: SecurityContext, { before }: Decision): boolean {
  return (
    context.allowPrivilegeEscalation === false &&
    context.privileged !== true &&
    context.readOnlyRootFilesystem === true &&
    isDeepStrictEqual(context.capabilities, { drop: ['ALL'] }) &&
    ['RuntimeDefault', 'Localhost'].includes(context.seccompProfile?.type ?? '') &&
    isUserOf(context, target, before.spec.securityContext ?? {})
  );
}

/** The user of the target, or, where none is known, one that is not root if that is demanded. */
function isUserOf(context: SecurityContext, target: SecurityContext, pod: SecurityContext): boolean {
  const own = { ...pod, ...context };
  const theirs = { ...pod, ...target };
  if (theirs.runAsNonRoot === true && own.runAsNonRoot !== true) return false;
  if (theirs.runAsUser !== undefined) return own.runAsUser === theirs.runAsUser;
  return theirs.runAsNonRoot !== true || (own.runAsUser ?? 0) > 0;
}
