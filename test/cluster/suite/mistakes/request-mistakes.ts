import { INJECT } from '../webhook.js';
import type { Mistake } from './mistake.js';
import {
  ALMOST,
  applyAll,
  CONTAINER,
  cronJob,
  deployment,
  ELSEWHERE,
  instrumentation,
  MISSPELT,
  NAMES,
  NODEJS,
  OUTSIDE,
  RUNNING,
  TWO,
  UNTOLD,
  VAGUE,
  workload,
} from './objects.js';

const nodejs = (value: string): Readonly<Record<string, string>> => ({ [`${INJECT}nodejs`]: value });

/** Mistakes in what is asked for, told when it is applied. */
const APPLIED: readonly Mistake[] = [
  {
    what: 'an annotation on the Deployment',
    objects: [deployment('on-object', { onObject: NODEJS })],
    words: ['inject-nodejs is in metadata.annotations', 'Move it to spec.template.metadata.annotations.'],
  },
  {
    what: 'a misspelt key',
    objects: [deployment('misspelt', { onTemplate: { [`${INJECT}node`]: 'true' } })],
    words: ['did you mean inject-nodejs?'],
  },
  {
    what: 'a value that is no name',
    objects: [deployment('yes', { onTemplate: nodejs('yes') })],
    words: ['there is no Instrumentation yes', 'write "true" if that is meant'],
  },
  {
    what: 'an Instrumentation of another namespace',
    objects: [deployment('elsewhere', { onTemplate: nodejs('prod') })],
    words: [`there is one elsewhere: write "${ELSEWHERE}/prod"`],
  },
  {
    what: 'a container that is not there',
    objects: [deployment('container', { onTemplate: { ...NODEJS, [NAMES]: 'ap' } })],
    words: ['the pod has no container ap; it has app.'],
  },
  {
    what: 'two languages and two containers',
    objects: [
      deployment('languages', {
        onTemplate: { ...NODEJS, [`${INJECT}sdk`]: 'true' },
        spec: { ...RUNNING, containers: [CONTAINER, { ...CONTAINER, name: 'beside' }] },
      }),
    ],
    words: ['which of the containers app, beside is meant'],
  },
  {
    what: 'two Instrumentations',
    namespace: TWO,
    objects: [deployment('ambiguous', { namespace: TWO, onTemplate: NODEJS })],
    words: ['could mean each of the Instrumentations one, two'],
  },
  {
    what: 'a namespace that is not selected, with what has no pods yet',
    namespace: UNTOLD,
    objects: [deployment('untold', { namespace: UNTOLD, onTemplate: NODEJS, replicas: 0 })],
    words: [`does not get the pods of namespace ${UNTOLD}`],
  },
  {
    what: 'a backend that is not enabled',
    objects: [deployment('backend', { onTemplate: { ...NODEJS, 'tracing.dokaseca.io/backend': 'jeager' } })],
    words: ['The backend jeager is not enabled; enabled: jaeger.'],
  },
].map((row) => ({ ...row, made: 'applied', toldBy: 'apply', about: aboutFirst(row.objects) }));

/** Others, that `explain` tells as well. */
const EXPLAINED: readonly Mistake[] = [
  {
    what: 'an annotation on the StatefulSet',
    objects: [workload('StatefulSet', 'on-object', { onObject: NODEJS })],
    words: ['annotation-misplaced', 'Move it to spec.template.metadata.annotations.'],
  },
  {
    what: 'an annotation on the CronJob',
    objects: [cronJob('on-object', { onObject: NODEJS })],
    words: ['annotation-misplaced', 'Move it to spec.jobTemplate.spec.template.metadata.annotations.'],
  },
  {
    what: 'an annotation on the Job of a CronJob',
    objects: [cronJob('on-job', { onJob: NODEJS })],
    words: ['annotation-misplaced', 'Move it to spec.jobTemplate.spec.template.metadata.annotations.'],
  },
  {
    what: 'a wrong prefix',
    objects: [deployment('prefix', { onTemplate: { 'opentelemetry.io/inject-nodejs': 'true' } })],
    words: ['annotation-unknown', 'did you mean instrumentation.opentelemetry.io/inject-nodejs?'],
  },
  {
    what: 'an underscore in the key',
    objects: [
      deployment('underscore', { onTemplate: { 'instrumentation.opentelemetry.io/inject_nodejs': 'true' } }),
    ],
    words: ['annotation-unknown', 'did you mean inject-nodejs?'],
  },
  {
    what: 'another word for the language',
    objects: [workload('DaemonSet', 'javascript', { onTemplate: { [`${INJECT}javascript`]: 'true' } })],
    words: ['annotation-unknown', 'did you mean inject-nodejs?'],
  },
  {
    what: 'a label in the place of the annotation',
    objects: [deployment('label', { labels: NODEJS })],
    words: ['annotation-misplaced'],
  },
  {
    what: 'a value that means "true", on a StatefulSet',
    objects: [workload('StatefulSet', 'enabled', { onTemplate: nodejs('enabled') })],
    words: ['skipped', 'write "true" if that is meant'],
  },
  {
    what: 'a misspelt name of an Instrumentation',
    namespace: ELSEWHERE,
    objects: [deployment('near', { namespace: ELSEWHERE, onTemplate: nodejs('prodd') })],
    words: ['instrumentation-not-found', 'write "prod" if that is meant'],
  },
  {
    what: 'a container in capitals',
    objects: [deployment('capitals', { onTemplate: { ...NODEJS, [NAMES]: 'App' } })],
    words: ['container-names-invalid'],
  },
  {
    what: 'a pod that has nothing but a proxy',
    objects: [
      deployment('proxy', {
        onTemplate: NODEJS,
        spec: { ...RUNNING, containers: [{ ...CONTAINER, name: 'istio-proxy' }] },
      }),
    ],
    words: ['no-eligible-container'],
    edit: {
      why: 'there is nothing to trace',
      apply: () =>
        applyAll([
          deployment('proxy', { spec: { ...RUNNING, containers: [{ ...CONTAINER, name: 'istio-proxy' }] } }),
        ]),
    },
  },
  {
    what: 'a namespace that is not selected',
    namespace: OUTSIDE,
    objects: [deployment('outside', { namespace: OUTSIDE, onTemplate: NODEJS })],
    words: [`${OUTSIDE} is NOT selected`, 'NOT INJECTED the webhook does not get the pods of its namespace'],
  },
  {
    what: 'a Namespace with a misspelt key',
    namespace: MISSPELT,
    objects: [deployment('misspelt', { namespace: MISSPELT })],
    words: ['annotation-unknown', 'did you mean inject-nodejs?'],
  },
  {
    what: 'a Namespace with a value that is no name',
    namespace: VAGUE,
    objects: [deployment('vague', { namespace: VAGUE })],
    words: ['instrumentation-not-found', 'write "true" if that is meant'],
  },
  {
    what: 'a variable that switches tracing off',
    objects: [
      deployment('off', {
        onTemplate: NODEJS,
        spec: {
          ...RUNNING,
          containers: [{ ...CONTAINER, env: [{ name: 'OTEL_SDK_DISABLED', value: 'true' }] }],
        },
      }),
    ],
    words: ['tracing-switched-off', 'OTEL_SDK_DISABLED'],
  },
].map((row) => ({ ...row, made: 'together', toldBy: 'explain', about: aboutFirst(row.objects) }));

/** One that `audit` tells. */
const AUDITED: readonly Mistake[] = [
  {
    what: 'a label of the Namespace with a word that is almost right',
    made: 'together',
    toldBy: 'audit',
    about: 'deployment/almost',
    namespace: ALMOST,
    objects: [deployment('almost', { namespace: ALMOST, onTemplate: NODEJS })],
    words: [`The webhook does not get the pods of namespace ${ALMOST}.`],
  },
];

/** Mistakes in what is asked for. */
export const REQUEST_MISTAKES: readonly Mistake[] = [...APPLIED, ...EXPLAINED, ...AUDITED];

/** What they need around them. */
export const INSTRUMENTATIONS: readonly object[] = [
  instrumentation('prod', ELSEWHERE),
  instrumentation('one', TWO),
  instrumentation('two', TWO),
];

/** The first object of a mistake, as a person names it. */
function aboutFirst([first]: readonly object[]): string {
  const { kind, metadata } = first as { readonly kind: string; readonly metadata: { readonly name: string } };
  return `${kind.toLowerCase()}/${metadata.name}`;
}
