import { quoteValue } from '../../shown-text.js';
import type { InstrumentationSpec } from '../instrumentation.js';
import type { Path } from '../paths.js';
import { type SpecIssue, reportIf } from './spec-issue.js';

/**
 * Both security contexts. The one of containers that copy agents is left out whole, as a part of it could fail where
 * Pod Security is enforced, and the one that stands in for it is *restricted*. The Go sidecar's loses the refused
 * fields only, as without any it is privileged.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context-1
 */
export function checkSecurityContexts(spec: Readonly<InstrumentationSpec>): readonly SpecIssue[] {
  const { initContainerSecurityContext, go } = spec;
  const init = ['initContainerSecurityContext'];
  return [
    ...checkContextFields(initContainerSecurityContext, init).map((refusal) => ({ ...refusal, omit: init })),
    ...checkContextFields(go?.securityContext, ['go', 'securityContext']),
    ...checkNonRoot(go?.securityContext, ['go', 'securityContext']),
  ];
}

type AgentSecurityContext = NonNullable<InstrumentationSpec['initContainerSecurityContext']>;
type ContextRule = (context: AgentSecurityContext, at: Path) => readonly SpecIssue[];

const checkContextFields = (context: AgentSecurityContext | undefined, at: Path): readonly SpecIssue[] =>
  context === undefined ? [] : RULES.flatMap((rule) => rule(context, at));

/** The agent's image is of root, and a kubelet does not start root as another user; nor does a refused user stay. */
const checkNonRoot = (
  { runAsNonRoot, runAsUser = 0 }: AgentSecurityContext = {},
  at: Path,
): readonly SpecIssue[] =>
  reportIf(
    runAsNonRoot === true && (runAsUser === 0 || !isId(runAsUser)),
    [...at, 'runAsNonRoot'],
    'is true, and the agent runs as root; allowed: false; remove it',
  );

const HIGHEST_ID = 2_147_483_647;
const isId = (id: number): boolean => id >= 0 && id <= HIGHEST_ID;

const checkUserIds: ContextRule = (context, at) =>
  (['runAsUser', 'runAsGroup'] as const).flatMap((field) => {
    const id = context[field] ?? 0;
    const message = `is ${id.toString()}; allowed: 0 to ${HIGHEST_ID.toString()}; correct it`;
    return reportIf(!isId(id), [...at, field], message);
  });

/** A privileged container may escalate whatever it says. */
const checkEscalation: ContextRule = ({ allowPrivilegeEscalation, privileged, capabilities }, at) => {
  const grant =
    privileged === true
      ? 'privileged: true'
      : (capabilities?.add ?? []).find((capability) => capability === 'CAP_SYS_ADMIN');
  return reportIf(
    allowPrivilegeEscalation === false && grant !== undefined,
    [...at, 'allowPrivilegeEscalation'],
    `is false beside ${grant ?? ''}; allowed: one of the two; remove the other`,
  );
};

const PROFILE_TYPES = ['RuntimeDefault', 'Localhost', 'Unconfined'];

const checkProfiles: ContextRule = (context, at) =>
  (['seccompProfile', 'appArmorProfile'] as const).flatMap((field) => {
    const { type = '', localhostProfile } = context[field] ?? { type: 'RuntimeDefault' };
    const place = [...at, field];
    const types = PROFILE_TYPES.join(', ');
    if (!PROFILE_TYPES.includes(type))
      return reportIf(
        true,
        [...place, 'type'],
        `is ${quoteValue(type)}; allowed: ${types}; use one of them`,
        place,
      );
    const path = [...place, 'localhostProfile'];
    return type === 'Localhost'
      ? reportIf(!isProfile(localhostProfile), path, `is no profile; allowed: ${PROFILE}; write it`, place)
      : reportIf(localhostProfile !== undefined, path, `stands beside type ${type}; remove it`);
  });

const PROFILE = 'a relative path without "..", as the node has it';

const isProfile = (path = ''): boolean =>
  path !== '' &&
  path === path.trim() &&
  path.length < 4096 &&
  !path.startsWith('/') &&
  !path.split('/').includes('..');

/** Another one needs a pod in a user namespace of its own. */
const checkProcMount: ContextRule = ({ procMount: type = 'Default' }, at) =>
  reportIf(type !== 'Default', [...at, 'procMount'], `is ${quoteValue(type)}; allowed: Default; remove it`);

/** Windows pods are not injected, and a Linux pod that says so may not have it. */
const checkWindowsOptions: ContextRule = ({ windowsOptions }, at) =>
  reportIf(
    windowsOptions !== undefined,
    [...at, 'windowsOptions'],
    'is for Windows, where nothing is injected; remove it',
  );

const RULES: readonly ContextRule[] = [
  checkUserIds,
  checkEscalation,
  checkProfiles,
  checkProcMount,
  checkWindowsOptions,
];
