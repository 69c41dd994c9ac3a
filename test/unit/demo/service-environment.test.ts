import { expect, test } from 'vitest';
import { buildServiceEnvironment, type Service } from '../../../demo/service-environment.js';

test('a Service becomes the variables of the Kubernetes documentation', () => {
  const service: Service = {
    metadata: { name: 'redis-primary' },
    spec: { clusterIP: '10.0.0.11', ports: [{ port: 6379 }] },
  };
  expect(buildServiceEnvironment([service])).toEqual({
    REDIS_PRIMARY_SERVICE_HOST: '10.0.0.11',
    REDIS_PRIMARY_SERVICE_PORT: '6379',
    REDIS_PRIMARY_PORT: 'tcp://10.0.0.11:6379',
    REDIS_PRIMARY_PORT_6379_TCP: 'tcp://10.0.0.11:6379',
    REDIS_PRIMARY_PORT_6379_TCP_PROTO: 'tcp',
    REDIS_PRIMARY_PORT_6379_TCP_PORT: '6379',
    REDIS_PRIMARY_PORT_6379_TCP_ADDR: '10.0.0.11',
  });
});

test('every named port has a variable; the first port is the one of the Service', () => {
  const service: Service = {
    metadata: { name: '1dns' },
    spec: {
      clusterIP: '10.0.0.10',
      ports: [
        { name: 'dns-tcp', port: 53 },
        { name: 'dns', port: 5353, protocol: 'UDP' },
      ],
    },
  };
  expect(buildServiceEnvironment([service])).toMatchObject({
    _1DNS_SERVICE_PORT: '53',
    _1DNS_SERVICE_PORT_DNS_TCP: '53',
    _1DNS_SERVICE_PORT_DNS: '5353',
    _1DNS_PORT: 'tcp://10.0.0.10:53',
    _1DNS_PORT_5353_UDP: 'udp://10.0.0.10:5353',
    _1DNS_PORT_5353_UDP_PROTO: 'udp',
  });
});

test.each<[string, Service['spec']]>([
  ['headless', { clusterIP: 'None', ports: [{ port: 80 }] }],
  ['without an address yet', { ports: [{ port: 80 }] }],
  ['without ports', { clusterIP: '10.0.0.12' }],
])('a Service %s has no variables', (_, spec) => {
  expect(buildServiceEnvironment([{ metadata: { name: 'web' }, spec }])).toEqual({});
});
