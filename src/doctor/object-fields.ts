import { listRecords, readRecord, type Fields } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';

/** The objects in a list of fields; none where it is no list. */
export const readRecords = (data: Fields, key: string): readonly Fields[] => listRecords(data[key]);

export const readText = (data: Fields, key: string): string => {
  const value = data[key];
  return typeof value === 'string' ? value : '';
};

export const readNumber = (data: Fields, key: string): number => {
  const value = data[key];
  return typeof value === 'number' ? value : 0;
};

export const readSpec = (object: KubeObject): Fields => readRecord(object, 'spec');
export const readStatus = (object: KubeObject): Fields => readRecord(object, 'status');

/** Spec of the pods that a workload makes. */
export const readPodSpec = (workload: KubeObject): Fields =>
  readRecord(readRecord(readSpec(workload), 'template'), 'spec');

/** Name and namespace; empty where there is none. */
export const getName = ({ metadata }: KubeObject): string => metadata.name ?? '';
export const getNamespace = ({ metadata }: KubeObject): string => metadata.namespace ?? '';

/** Tells whether the kubelet says that a pod is ready. */
export const isReady = (pod: KubeObject): boolean =>
  readRecords(readStatus(pod), 'conditions').some(
    (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
  );

/** The containers of a pod, or of the template of one. */
export const listContainers = (spec: Fields): readonly Fields[] => [
  ...readRecords(spec, 'initContainers'),
  ...readRecords(spec, 'containers'),
];
