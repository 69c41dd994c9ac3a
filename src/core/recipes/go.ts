import { EnvDraft } from '../apply/env-draft.js';
import { GO_TARGET_EXE } from '../agents/go.js';
import { getHintKey } from '../annotations.js';
import { getConstraints, getLimitRanges, getPodSecurityLevel } from '../decide/pod-context.js';
import { isEnvEdit, type PodEdit } from '../edits.js';
import { buildPullPolicy } from '../plan/agent-files.js';
import { findHint } from '../plan/agent-hints.js';
import { resolveAgentResources } from '../plan/agent-image.js';
import { describeLevel } from '../plan/pod-security-check.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { buildEnvironmentEdits } from '../plan/variable-edits.js';
import { resolveSidecarResources } from '../plan/sidecar-resources.js';
import { buildSharedEdits, resolveExporterTls } from '../plan/shared-environment.js';
import { ATTRIBUTES, SERVICE_NAME } from '../resolve/variable-names.js';
import type { Container, EnvVar, Pod, PodSpec, SecurityContext } from '../kubernetes/pod.js';
import { replaceContainer } from '../resolve/container-context.js';
import { findContainerValue } from '../resolve/container-view.js';
import { listRuledVariables } from '../resolve/value-finding.js';
import type { Finding } from '../reasons.js';
import { err, ok } from '../result.js';
import type { Recipe } from '../plan/recipe.js';

const SIDECAR = 'opentelemetry-auto-instrumentation';
const TARGET_VARIABLE = 'OTEL_GO_AUTO_TARGET_EXE';
const DEBUG_FOLDER = '/sys/kernel/debug';
const DEBUG_VOLUME = 'kernel-debug';

/**
 * The agent watches the program from a privileged sidecar by eBPF, so nothing is put into the program's container.
 * https://github.com/open-telemetry/opentelemetry-go-instrumentation
 */
export const buildGoEdits: Recipe = (delivery) => {
  const edits = buildSidecarEdits(delivery);
  const draft = createEnvDraft(edits);
  const env = draft.buildResult() ?? [];
  const refusal = checkGoSidecar(delivery, env);
  if (refusal !== undefined) return err(refusal);
  const { section, target, pod, image } = delivery;
  const { spec } = pod;
  const resources = resolveSidecarResources(
    resolveAgentResources(target, delivery.amounts.spec).resources,
    delivery.amounts,
    getLimitRanges(delivery),
  );
  if (!resources.ok) return err(buildDeliveryFinding(delivery, 'resources', `${resources.error}.`));
  const sidecar: Container = {
    name: SIDECAR,
    image: image.value,
    ...buildPullPolicy(delivery),
    env,
    volumeMounts: [
      { name: DEBUG_VOLUME, mountPath: DEBUG_FOLDER },
      ...edits.flatMap((edit) => (edit.op === 'mount' ? [edit.mount] : [])),
    ],
    ...(resources.value === undefined ? {} : { resources: resources.value }),
    securityContext: buildSidecarContext(section.securityContext, spec),
  };
  // Processes of the whole node are visible already, and the API server refuses both fields together.
  const sharing =
    spec.hostPID === true ? [] : [{ op: 'pod-field', field: 'shareProcessNamespace', value: true } as const];
  return ok({
    settings: draft.listSettings(),
    notices: reportUnseenVariables(delivery, env),
    pod: [
      ...sharing,
      { op: 'volume', volume: { name: DEBUG_VOLUME, hostPath: { path: DEBUG_FOLDER } } },
      ...edits.filter((edit) => edit.op === 'volume'),
      { op: 'sidecar', spec: sidecar },
    ],
  });
};

/** The constraints of OpenShift that allow a privileged container; they also allow any user and any profile. */
const PRIVILEGED = 'privileged';

/** The agent runs as root. In a pod that must not, its sidecar would never start. */
function buildSidecarContext(
  written: SecurityContext = { runAsUser: 0, privileged: true },
  { securityContext }: PodSpec,
): SecurityContext {
  const isHeldBack = securityContext?.runAsNonRoot === true && written.runAsNonRoot === undefined;
  return isHeldBack && (written.runAsUser ?? 0) === 0 ? { ...written, runAsNonRoot: false } : written;
}

function checkGoSidecar(delivery: Delivery, env: readonly EnvVar[]): Finding | undefined {
  const { pod, ref } = delivery;
  const { spec } = pod;
  const level = getPodSecurityLevel(delivery);
  if (level !== 'privileged')
    return buildDeliveryFinding(
      delivery,
      'pod-security',
      `${describeLevel(delivery)}, and its agent is privileged.`,
    );
  const constraints = getConstraints(delivery);
  if (constraints !== undefined && constraints.name !== PRIVILEGED)
    return buildDeliveryFinding(
      delivery,
      'pod-security',
      `its agent is privileged, which OpenShift allows only under SecurityContextConstraints ${PRIVILEGED}, and the pod has ${constraints.name ?? 'none yet'}.`,
    );
  if (spec.hostUsers === false)
    return buildDeliveryFinding(
      delivery,
      'user-namespace',
      'the pod sets hostUsers: false, and the kernel accepts no eBPF programs from there.',
    );
  if (spec.shareProcessNamespace === false)
    return buildDeliveryFinding(delivery, 'process-namespace', 'the pod sets shareProcessNamespace: false.');
  if (isMeantToEnd(pod))
    return buildDeliveryFinding(
      delivery,
      'go-in-job',
      `its sidecar never ends, so the pod of ${ref.name} would not complete.`,
    );
  if (
    env.some(
      ({ name, value, valueFrom }) => name === TARGET_VARIABLE && (value !== '' || valueFrom !== undefined),
    )
  )
    return undefined;
  return buildDeliveryFinding(
    delivery,
    'go-target-missing',
    `the path of the executable is missing; set the annotation ${getHintKey(GO_TARGET_EXE)}.`,
  );
}

/** A pod of a Job, or another pod whose containers all end: none of them is restarted without end. */
const isMeantToEnd = ({ metadata, spec }: Pod): boolean =>
  metadata?.ownerReferences?.some(({ kind }) => kind === 'Job') === true ||
  spec.containers.every(
    ({ restartPolicy = spec.restartPolicy }) => restartPolicy === 'Never' || restartPolicy === 'OnFailure',
  );

/**
 * Edits as for a container, to be applied to the sidecar: with the attributes of the program's container, and the
 * identity that it sets.
 */
function buildSidecarEdits(delivery: Delivery): readonly PodEdit[] {
  const { container, ref, resolution } = delivery;
  const { view } = replaceContainer(delivery, container);
  const inherited = [SERVICE_NAME, ATTRIBUTES].flatMap((name) => {
    const value = findContainerValue(view, name);
    return value === undefined ? [] : [{ name, value }];
  });
  const executable = findHint(GO_TARGET_EXE, delivery);
  const first =
    executable === undefined ? inherited : [{ name: TARGET_VARIABLE, value: executable }, ...inherited];
  const { name, image = '' } = container;
  const sidecar = replaceContainer(delivery, { name, image, env: inherited });
  return [
    ...first.map((env) => ({ op: 'env-default', container: ref, env, origin: 'pod' }) as const),
    ...buildEnvironmentEdits(delivery, {}),
    ...resolveExporterTls(delivery, resolution).edits,
    ...buildSharedEdits(sidecar, resolution),
  ];
}

/** What the program's container sets for an agent and the sidecar has otherwise, as it has variables of its own. */
function reportUnseenVariables(delivery: Delivery, env: readonly EnvVar[]): readonly Finding[] {
  const { view } = replaceContainer(delivery, delivery.container);
  const unseen = listRuledVariables('go').filter((name) => {
    const value = findContainerValue(view, name) ?? '';
    return value !== '' && name !== ATTRIBUTES && env.find((each) => each.name === name)?.value !== value;
  });
  if (unseen.length === 0) return [];
  const sentence = `the agent runs in a container of its own, which does not see ${unseen.join(', ')} of ${delivery.ref.name}; set them in the Instrumentation.`;
  return [buildDeliveryFinding(delivery, 'user-setting-ignored', sentence)];
}

function createEnvDraft(edits: readonly PodEdit[]): EnvDraft {
  const draft = new EnvDraft(undefined);
  for (const edit of edits) if (isEnvEdit(edit)) draft.apply(edit);
  draft.sortByReference();
  return draft;
}
