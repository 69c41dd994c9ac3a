import { isRecord, listRecords } from '../core/json.js';
import type { KubeObject } from './object.js';

/** The label of an EndpointSlice that names its Service: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesioservice-name */
export const SERVICE_NAME = 'kubernetes.io/service-name';

/**
 * Counts the ready endpoints of a Service's EndpointSlices. One of which nothing is said counts as ready:
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
 */
export const countReadyEndpoints = (slices: readonly KubeObject[]): number =>
  slices
    .flatMap(({ endpoints }) => listRecords(endpoints))
    .filter(({ conditions }) => !isRecord(conditions) || conditions['ready'] !== false).length;
