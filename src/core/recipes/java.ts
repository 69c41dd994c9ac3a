import type { PodEdit } from '../edits.js';
import { buildAgentContainer } from '../plan/agent-files.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { buildJoinEdits } from '../plan/variable-edits.js';
import { findContainerValue } from '../resolve/container-view.js';
import { JAVA_PROGRAM, listProgramOptions } from '../resolve/program-options.js';
import { hasOtherJavaAgent } from './other-agent.js';
import { placeBeforeTarget, buildCopiedAgentEdits } from './copied-agent.js';
import type { Recipe } from '../plan/recipe.js';

const NAME = 'opentelemetry-auto-instrumentation-java';
const FOLDER = '/otel-auto-instrumentation-java';
/** The JVM reads it at start, whatever starts it. https://docs.oracle.com/en/java/javase/17/docs/specs/jvmti.html#tooloptions */
const OPTIONS = 'JAVA_TOOL_OPTIONS';

/** https://opentelemetry.io/docs/zero-code/java/agent/ */
export const buildJavaEdits: Recipe = (delivery) => {
  // A path per container, as the Operator has it: each JVM's options name its own.
  const mountPath = `${FOLDER}-${delivery.ref.name}`;
  const extensions = delivery.section.extensions ?? [];
  const options = [
    ` -javaagent:${mountPath}/javaagent.jar`,
    ...(extensions.length === 0 ? [] : [`-Dotel.javaagent.extensions=${mountPath}/extensions`]),
  ].join(' ');
  const startup = buildJoinEdits(delivery, { name: OPTIONS, after: options, separator: ' ' });
  if (!startup.ok) return startup;
  const command = ['cp', '/javaagent.jar', `${FOLDER}/javaagent.jar`];
  const agent = buildCopiedAgentEdits(delivery, { name: NAME, command, folder: FOLDER, mountPath });
  const notices = listOtherAgents(delivery).map((source) =>
    buildDeliveryFinding(delivery, 'agent-conflict', `${source} loads another -javaagent already.`),
  );
  return {
    ok: true,
    value: { startup: startup.value, pod: [...agent, ...buildExtensionEdits(delivery)], notices },
  };
};

/** What else gives the JVM options. https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html */
const OTHER_OPTIONS = ['JDK_JAVA_OPTIONS', '_JAVA_OPTIONS'];

/** What loads another agent. */
function listOtherAgents({ view, container, ref }: Delivery): readonly string[] {
  const isJoined = findContainerValue(view, OPTIONS)?.includes('-javaagent:') ?? false;
  const others = OTHER_OPTIONS.filter((name) =>
    hasOtherJavaAgent((findContainerValue(view, name) ?? '').split(' ')),
  );
  const isInCommand = hasOtherJavaAgent(listProgramOptions(container, JAVA_PROGRAM));
  return [...(isJoined ? [OPTIONS] : []), ...others, ...(isInCommand ? [`The command of ${ref.name}`] : [])];
}

/** One more init container for each image of extensions, after the agent's own. */
function buildExtensionEdits(delivery: Delivery): readonly PodEdit[] {
  const { extensions = [] } = delivery.section;
  if (extensions.length === 0) return [];
  const volumeMounts = [{ name: NAME, mountPath: FOLDER }];
  // What is fitted into the pod is the same for all of them.
  const common = buildAgentContainer(delivery, { name: '', image: '', command: [], volumeMounts });
  return extensions.map(({ image, dir }, index) => ({
    op: 'init-container',
    spec: {
      ...common,
      name: `opentelemetry-auto-instrumentation-extension-${index.toString()}`,
      image,
      command: ['cp', '-r', `${dir}/.`, `${FOLDER}/extensions`],
    },
    ...placeBeforeTarget(delivery),
  }));
}
