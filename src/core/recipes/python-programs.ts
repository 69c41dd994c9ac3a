import type { EnvVar } from '../kubernetes/pod.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import type { Finding } from '../reasons.js';
import { findContainerValue, isGivenByContainer, isSetByContainer } from '../resolve/container-view.js';
import { findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { getFileName, listCommandWords } from '../resolve/program-options.js';

/** What keeps a program whole that the agent would break, as it starts before the program. */
export interface ProgramGuard {
  readonly variable: EnvVar;
  readonly notice: Finding;
}

/** The guards that the program of a container needs, as far as the pod tells what it runs. */
export const listProgramGuards = (delivery: Delivery): readonly ProgramGuard[] =>
  [guardDjango(delivery), guardGevent(delivery)].filter((guard) => guard !== undefined);

/** Tells whether the container or the Instrumentation says something of a variable. */
const isSaid = ({ view, targets }: Delivery, name: string): boolean =>
  isSetByContainer(view, name) || findInstrumentationVariable(targets, name) !== undefined;

const INSTRUMENT_DJANGO = 'OTEL_PYTHON_DJANGO_INSTRUMENT';
const DJANGO_SETTINGS = 'DJANGO_SETTINGS_MODULE';
const DISABLED = 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS';

/**
 * Before a program starts, its own folder is not among those where Python looks for modules. If the agent does not find the
 * settings of Django then, it configures Django with empty ones, which the program cannot replace.
 * https://opentelemetry.io/docs/zero-code/python/operator/#django-applications
 */
function guardDjango(delivery: Delivery): ProgramGuard | undefined {
  const why = describeDjango(delivery);
  const missing = listMissingSettings(delivery);
  if (why === undefined || missing.length === 0 || isDjangoDecided(delivery)) return undefined;
  const sentence = `${why}, and the pod does not set ${missing.join(' and ')}; ${INSTRUMENT_DJANGO} was set to "False", since Django would start with empty settings.`;
  return {
    variable: { name: INSTRUMENT_DJANGO, value: 'False' },
    notice: buildDeliveryFinding(delivery, 'django-left-out', sentence),
  };
}

/** Programs of Django. https://docs.djangoproject.com/en/5.2/ref/django-admin/ */
const DJANGO_PROGRAMS = ['manage.py', 'django-admin'];
/** How servers are told of a project of Django. https://docs.djangoproject.com/en/5.2/howto/deployment/wsgi/ */
const DJANGO_MODULES = ['.wsgi', '.wsgi:application', '.asgi', '.asgi:application'];

function describeDjango(delivery: Delivery): string | undefined {
  const { ref, container } = delivery;
  if (isSaid(delivery, DJANGO_SETTINGS)) return `${DJANGO_SETTINGS} of ${ref.name} tells of Django`;
  const isStarted = listCommandWords(container).some(isDjangoWord);
  return isStarted ? `the command of ${ref.name} looks like one of Django` : undefined;
}

const isDjangoWord = (word: string): boolean =>
  DJANGO_PROGRAMS.includes(getFileName(word)) ||
  (!word.includes('/') && DJANGO_MODULES.some((end) => word.endsWith(end)));

/** What the agent needs to find the settings; a PYTHONPATH of the image, or one that is not read, is replaced by the agent's. */
function listMissingSettings(delivery: Delivery): readonly string[] {
  const { view, targets } = delivery;
  const hasPath =
    isGivenByContainer(view, 'PYTHONPATH') ||
    findInstrumentationVariable(targets, 'PYTHONPATH') !== undefined;
  const hasModule = isSaid(delivery, DJANGO_SETTINGS) || view.mayHide(DJANGO_SETTINGS);
  return [...(hasModule ? [] : [DJANGO_SETTINGS]), ...(hasPath ? [] : ['PYTHONPATH'])];
}

/** Tells whether somebody has said already whether the agent is to instrument Django. */
function isDjangoDecided(delivery: Delivery): boolean {
  const { view, targets } = delivery;
  if (isSaid(delivery, INSTRUMENT_DJANGO) || view.mayHide(INSTRUMENT_DJANGO)) return true;
  const disabled = isSetByContainer(view, DISABLED)
    ? findContainerValue(view, DISABLED)
    : findInstrumentationVariable(targets, DISABLED)?.value;
  return (disabled ?? '').split(',').some((name) => ['django', '*'].includes(name.trim()));
}

const PATCH_GEVENT = 'OTEL_PYTHON_AUTO_INSTRUMENTATION_EXPERIMENTAL_GEVENT_PATCH';

/**
 * The agent loads ssl. If gevent patches it only afterwards, each connection with TLS ends in a RecursionError.
 * https://github.com/gevent/gevent/issues/1016
 */
function guardGevent(delivery: Delivery): ProgramGuard | undefined {
  const source = findWorkerSource(delivery, 'gevent');
  if (source === undefined || isSaid(delivery, PATCH_GEVENT) || delivery.view.mayHide(PATCH_GEVENT))
    return undefined;
  const sentence = `${source} asks for gevent; ${PATCH_GEVENT} was set to "patch_all", since connections with TLS would fail.`;
  return {
    variable: { name: PATCH_GEVENT, value: 'patch_all' },
    notice: buildDeliveryFinding(delivery, 'gevent-patched', sentence),
  };
}

/** Refuses eventlet, which fails as gevent does, and which the agent cannot let patch first. */
export function checkEventlet(delivery: Delivery): Finding | undefined {
  const source = findWorkerSource(delivery, 'eventlet');
  if (source === undefined) return undefined;
  const sentence = `${source} asks for eventlet, and with the agent each connection with TLS would end in a RecursionError; allowed: gevent, or workers that are threads or processes.`;
  return buildDeliveryFinding(delivery, 'user-setting-unsupported', sentence);
}

/** Libraries that patch the modules of Python, so that waiting for one connection lets others go on. */
type PatchingLibrary = 'gevent' | 'eventlet';

/** Where a pod tells Gunicorn or Celery to work with a library; undefined where it does not. */
function findWorkerSource({ view, container, ref }: Delivery, library: PatchingLibrary): string | undefined {
  const set = (findContainerValue(view, 'GUNICORN_CMD_ARGS') ?? '').split(/\s+/);
  if (hasWorkerOption(set, library)) return `GUNICORN_CMD_ARGS of ${ref.name}`;
  return hasWorkerOption(listCommandWords(container), library) ? `the command of ${ref.name}` : undefined;
}

/** Options of Gunicorn and of Celery that choose how requests or tasks share a process. */
const WORKER_OPTIONS = ['-k', '--worker-class', '-P', '--pool'];

const hasWorkerOption = (words: readonly string[], library: PatchingLibrary): boolean =>
  words.some(
    (word, index) =>
      word.includes(library) &&
      // A URL may be behind an option of the same name.
      !word.includes('/') &&
      (WORKER_OPTIONS.includes(words[index - 1] ?? '') || isOptionWith(word, library)),
  );

const isOptionWith = (word: string, library: PatchingLibrary): boolean =>
  WORKER_OPTIONS.some((option) =>
    word.startsWith(option.startsWith('--') ? `${option}=` : `${option}${library}`),
  );
