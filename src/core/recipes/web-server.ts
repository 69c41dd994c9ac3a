import { WEB_SERVER_CLONE } from '../agents/web-server.js';
import type { PodEdit } from '../edits.js';
import { quoteValue } from '../shown-text.js';
import { CONFIG_FOLDER, isConfigFolder } from '../objects/config-folder.js';
import { getConstraints, getPodSecurityLevel } from '../decide/pod-context.js';
import type { EnvVar, SecurityContext } from '../kubernetes/pod.js';
import {
  buildAgentVolumeEdits,
  resolveInitContext,
  resolveInitResources,
  buildPullPolicy,
} from '../plan/agent-files.js';
import { type Delivery, buildDeliveryFinding, type RecipeEdits } from '../plan/delivery.js';
import { copyContext, isRootForbidden, findRunAsUser } from '../plan/added-security-context.js';
import { err, ok, type Result } from '../result.js';
import type { Finding } from '../reasons.js';
import { AGENT_FOLDER, STAGING_FOLDER } from './web-server-files.js';
import { checkShell } from './web-server-shell.js';
import { CLONE_SCRIPT } from './web-server-scripts.js';
import {
  buildAttachVariables,
  buildCloneVariables,
  buildConfValues,
  type ConfValues,
} from './web-server-values.js';

/**
 * The common part of Apache httpd and Nginx: a file next to the server's own configures their module. A clone of the
 * server's container copies its configuration into a volume, a second init container writes ours into it, and the
 * server starts with that volume in place of its configuration folder.
 */
export interface WebServer {
  /** Its form in the names of volumes and containers. */
  readonly name: 'apache' | 'nginx';
  readonly configFolder: string;
  /** Names that the server's main file may have. */
  readonly mainFiles: readonly string[];
  readonly attachScript: string;
  readonly attachArguments: readonly string[];
  readonly confVariable: string;
  readonly formatConf: (values: ConfValues) => string;
  readonly instanceVariable: string;
  /** Whether the two volumes are bounded. */
  readonly volumes: 'claim-or-empty' | 'unlimited';
}

/**
 * A second server of one kind shares the names of the first one's parts, so, as with the Operator, the module goes
 * into the first only and the others get the variables.
 */
export function buildVariablesOnlyEdits(delivery: Delivery): Result<RecipeEdits, Finding> | undefined {
  if (!delivery.webServers.includes(delivery.target.language)) return undefined;
  return ok({
    notices: [
      buildDeliveryFinding(
        delivery,
        'web-server-single',
        `the module goes into the first container; ${delivery.ref.name} gets variables only.`,
      ),
    ],
  });
}

/** Edits that bring a module into a server's container. */
export function buildWebServerEdits(
  delivery: Delivery,
  server: WebServer,
): Result<readonly PodEdit[], Finding> {
  const refusal = checkShell(delivery) ?? checkConfigFolder(delivery, server);
  if (refusal !== undefined) return err(refusal);
  const securityContext = resolveAttachContext(delivery);
  if (!securityContext.ok) return securityContext;
  const { ref } = delivery;
  const names = buildPartNames(server, delivery.webServers.length);
  const agentMount = { name: names.agent, mountPath: AGENT_FOLDER };
  const stagingMount = { name: names.conf, mountPath: STAGING_FOLDER };
  const resources = resolveInitResources(delivery);
  const own = {
    ...(resources === undefined ? {} : { resources }),
    ...(securityContext.value === undefined ? {} : { securityContext: securityContext.value }),
  };
  return ok([
    ...buildAgentVolumeEdits(delivery, names.conf, server.volumes === 'unlimited' ? 'unlimited' : 'empty'),
    ...buildAgentVolumeEdits(delivery, names.agent, server.volumes),
    {
      op: 'clone-container',
      source: ref,
      clone: {
        name: names.clone,
        command: ['/bin/sh', '-c'],
        args: [CLONE_SCRIPT, '--', server.configFolder, ...server.mainFiles],
        env: buildCloneVariables(delivery),
        mount: stagingMount,
        ...own,
      },
    },
    { op: 'unmount-within', container: ref, directory: server.configFolder },
    { op: 'mount', container: ref, mount: agentMount },
    { op: 'mount', container: ref, mount: { name: names.conf, mountPath: server.configFolder } },
    {
      op: 'init-container',
      spec: {
        name: names.attach,
        image: delivery.image.value,
        ...buildPullPolicy(delivery),
        command: ['/bin/sh', '-c'],
        args: [server.attachScript, '--', ...server.attachArguments],
        env: buildAttachVariables(delivery, server, server.formatConf(buildConfValues(delivery))),
        volumeMounts: [agentMount, stagingMount],
        ...own,
      },
    },
  ]);
}

function checkConfigFolder(delivery: Delivery, { configFolder }: WebServer): Finding | undefined {
  if (isConfigFolder(configFolder)) return undefined;
  const sentence = `the Instrumentation’s configuration folder is ${quoteValue(configFolder)}; allowed: ${CONFIG_FOLDER}.`;
  return buildDeliveryFinding(delivery, 'setting-invalid', sentence);
}

/** The first clone of a pod gets the Operator's name, by which it knows that the pod is done. */
function buildPartNames(
  { name }: WebServer,
  others: number,
): Record<'agent' | 'conf' | 'clone' | 'attach', string> {
  return {
    agent: `otel-${name}-agent`,
    conf: `otel-${name}-conf-dir`,
    clone: `${WEB_SERVER_CLONE}${others === 0 ? '' : `-${(others + 1).toString()}`}`,
    attach: `otel-agent-attach-${name}`,
  };
}

/**
 * Both init containers write the same files, so they must be the same user. Where only the image knows the server's
 * user, the target's context is taken as it is; where root is ruled out, too, nothing is certain.
 */
function resolveAttachContext(delivery: Delivery): Result<SecurityContext | undefined, Finding> {
  const { container, target } = delivery;
  const { spec } = delivery.pod;
  const isWritten =
    target.instrumentation?.spec.initContainerSecurityContext !== undefined &&
    getConstraints(delivery) === undefined;
  if (isWritten || findRunAsUser(container, spec) !== undefined) return ok(resolveInitContext(delivery));
  if (isRootForbidden(container, spec) || getPodSecurityLevel(delivery) === 'restricted')
    return err(
      buildDeliveryFinding(
        delivery,
        'uid-unknown',
        `the user of ${container.name} is set only in its image, and must not be root.`,
      ),
    );
  return ok(copyContext(container));
}

/** Directives as `NAME VALUE` lines, sorted; attributes of the Instrumentation beat the defaults. */
export function formatDirectives(
  defaults: Readonly<Record<string, string>>,
  attrs: readonly EnvVar[] | undefined,
  end: string,
): string {
  const values = new Map(Object.entries(defaults));
  for (const { name, value } of attrs ?? []) values.set(name, value ?? '');
  return [...values]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${name} ${value}${end}\n`)
    .join('');
}
