/** Makes of a pod as none would be sent one that Kubernetes takes, as far as it can be done by a rule for each field. */

type Fields = Record<string, unknown>;

export interface ContainerDraft extends Fields {
  env?: readonly Fields[];
  envFrom?: readonly Fields[];
  volumeMounts?: readonly Fields[];
  resources?: Fields;
  securityContext?: Fields;
}

/** A pod that may still be changed. */
export interface Draft {
  metadata: Fields;
  spec: Fields & {
    containers: readonly ContainerDraft[];
    initContainers?: readonly ContainerDraft[];
    volumes?: readonly Fields[];
    securityContext?: Fields;
  };
}

/** Fields that only Kubernetes may set, or that the generated pods have at random and Kubernetes reads. */
const LEFT_OUT = {
  metadata: ['managedFields', 'generation', 'ownerReferences'],
  spec: ['ephemeralContainers', 'activeDeadlineSeconds', 'terminationGracePeriodSeconds', 'tolerations'],
  container: ['volumeDevices', 'livenessProbe', 'ports'],
} as const;

/** A copy of a generated pod that Kubernetes is likely to take. */
export function tidyPod(pod: object): Draft {
  const copy = JSON.parse(JSON.stringify(pod).replaceAll('§', 'u'), dropNull) as Draft;
  const { metadata, spec } = copy;
  for (const field of LEFT_OUT.metadata) Reflect.deleteProperty(metadata, field);
  for (const field of LEFT_OUT.spec) Reflect.deleteProperty(spec, field);
  metadata['name'] ??= 'web-0';
  if (isFields(metadata['labels'])) metadata['labels'] = keep(metadata['labels'], isLabelValue);
  if (isFields(metadata['annotations']))
    metadata['annotations'] = keep(metadata['annotations'], isAnnotation);
  const volumes = tidyVolumes(spec.volumes ?? []);
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])])
    tidyContainer(container, volumes);
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { ...spec, volumes } } as Draft;
}

const dropNull = (_: string, value: unknown): unknown => (value === null ? undefined : value);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAnnotation = (key: string, value: unknown): boolean =>
  typeof value === 'string' && /^([-a-z0-9.]+\/)?[a-z0-9]([-_a-z0-9.]*[a-z0-9])?$/i.test(key);

const keep = (fields: Fields, isKept: (key: string, value: unknown) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key, value]) => isKept(key, value)));

const isLabelValue = (_: string, value: unknown): boolean =>
  typeof value === 'string' && /^([a-z0-9]([-a-z0-9.]{0,40}[a-z0-9])?)?$/i.test(value);

/** Every volume that a generated mount may name is there. */
function tidyVolumes(volumes: readonly Fields[]): readonly Fields[] {
  const names = ['udata', 'utmp', 'settings', 'conf'];
  const kept = volumes.filter(({ name, csi }) => typeof name === 'string' && csi === undefined);
  const missing = names.filter((name) => !kept.some((volume) => volume['name'] === name));
  return [...kept, ...missing.map((name) => ({ name, emptyDir: {} }))];
}

function tidyContainer(container: ContainerDraft, volumes: readonly Fields[]): void {
  for (const field of LEFT_OUT.container) Reflect.deleteProperty(container, field);
  if (typeof container['image'] !== 'string' || container['image'] === '') container['image'] = 'shop:1';
  if (container['restartPolicy'] !== 'Always') Reflect.deleteProperty(container, 'resizePolicy');
  if (container.env !== undefined) container.env = container.env.filter(isVariable);
  if (container.envFrom !== undefined) container.envFrom = container.envFrom.flatMap(tidySource);
  const names = volumes.map(({ name }) => name);
  if (container.volumeMounts !== undefined)
    container.volumeMounts = container.volumeMounts
      .filter(({ name, mountPath }) => names.includes(name) && !String(mountPath).includes(':'))
      .map(({ recursiveReadOnly, ...mount }) =>
        mount['readOnly'] === true ? { ...mount, recursiveReadOnly } : mount,
      );
}

/** A variable that the API server takes: printable ASCII in its name, one source, and a key that can be one. */
function isVariable({ name, valueFrom }: Fields): boolean {
  if (typeof name !== 'string' || !/^[ -<>-~]+$/.test(name)) return false;
  if (!isFields(valueFrom)) return valueFrom === undefined;
  const [source] = Object.values(valueFrom);
  if (Object.keys(valueFrom).length !== 1 || !isFields(source) || 'fileKeyRef' in valueFrom) return false;
  return !('key' in source) || /^[-._a-z0-9]+$/i.test(String(source['key']));
}

/** One source of variables has one object that they are taken from. */
function tidySource({ prefix, configMapRef, secretRef }: Fields): readonly Fields[] {
  const named = isFields(configMapRef) && 'name' in configMapRef;
  if (named) return [{ prefix, configMapRef }];
  return isFields(secretRef) ? [{ prefix, secretRef }] : [];
}

/** Makes a pod one that a Pod Security level takes. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export function meetLevel({ spec }: Draft, level: string): void {
  if (level === 'privileged') return;
  for (const field of ['hostNetwork', 'hostPID']) Reflect.deleteProperty(spec, field);
  spec.volumes = (spec.volumes ?? []).map(({ hostPath, ...volume }) =>
    hostPath === undefined ? volume : { ...volume, emptyDir: {} },
  );
  spec.securityContext = confine(spec.securityContext);
  const rights = level === 'restricted' ? RESTRICTED : {};
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])])
    container.securityContext = { ...rights, ...confine(container.securityContext), ...pick(rights) };
}

/** What each container says itself, so that nothing is in the pod that added containers could have from there. */
const RESTRICTED: Fields = {
  seccompProfile: { type: 'RuntimeDefault' },
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** Rights that hold whatever a container says itself: all but the profile, of which its own may do. */
const pick = (rights: Fields): Fields => keep(rights, (name) => name !== 'seccompProfile');

const PROFILES: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

const confine = (context: Fields = {}): Fields =>
  keep(context, (field, value) => {
    if (field === 'seccompProfile') return isFields(value) && PROFILES.includes(value['type']);
    if (field === 'runAsUser') return value !== 0;
    return !['privileged', 'capabilities', 'windowsOptions'].includes(field);
  });
