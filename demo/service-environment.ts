import type { StringMap } from '../src/core/kubernetes/pod.js';

/** The slice of a Service from which variables are made. */
export interface Service {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly clusterIP?: string;
    readonly ports?: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[];
  };
}

/**
 * The variables that a kubelet adds to every container of a namespace for its Services, and for the Service
 * `kubernetes`: `<NAME>_SERVICE_HOST`, `<NAME>_SERVICE_PORT`, and those that Docker links had. A Service without an
 * address of its own has none. https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export function buildServiceEnvironment(services: readonly Service[]): StringMap {
  return Object.fromEntries(services.flatMap(listServiceVariables));
}

function listServiceVariables({ metadata, spec }: Service): readonly (readonly [string, string])[] {
  const { clusterIP = '', ports = [] } = spec;
  const [first] = ports;
  if (first === undefined || clusterIP === '' || clusterIP === 'None') return [];
  const name = formatVariableName(metadata.name);
  const url = (port: (typeof ports)[number]): string =>
    `${getProtocol(port).toLowerCase()}://${clusterIP}:${port.port}`;
  return [
    [`${name}_SERVICE_HOST`, clusterIP],
    [`${name}_SERVICE_PORT`, String(first.port)],
    [`${name}_PORT`, url(first)],
    ...ports.flatMap((port) => {
      const link = `${name}_PORT_${port.port}_${getProtocol(port).toUpperCase()}`;
      const named = [
        `${name}_SERVICE_PORT_${formatVariableName(port.name ?? '')}`,
        String(port.port),
      ] as const;
      return [
        ...(port.name === undefined || port.name === '' ? [] : [named]),
        [link, url(port)] as const,
        [`${link}_PROTO`, getProtocol(port).toLowerCase()] as const,
        [`${link}_PORT`, String(port.port)] as const,
        [`${link}_ADDR`, clusterIP] as const,
      ];
    }),
  ];
}

const getProtocol = (port: { readonly protocol?: string }): string => port.protocol ?? 'TCP';

const formatVariableName = (text: string): string =>
  text.replaceAll(/[.-]/g, '_').toUpperCase().replace(/^\d/, '_$&');
