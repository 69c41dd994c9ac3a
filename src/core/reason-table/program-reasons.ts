import type { ReasonDefinition } from './reason.js';

/** Reasons about the program that a container runs, as far as its command, its variables and the name of its image tell. */
export const PROGRAM_REASONS = {
  'runtime-unsupported': {
    kind: 'refusal',
    summary: 'The image of the container holds a runtime in which no program starts with the agent.',
    remedy:
      'Use an image with a newer runtime, or one with glibc, as the message says; or set an older image of the agent in the Instrumentation.',
  },
  'agent-doubtful': {
    kind: 'notice',
    summary:
      'The name of the image, or the command of the container, suggests that the program does not load the agent, or loads it in part. If so, few traces come, or none.',
    remedy: 'Do what the message says; or remove the annotation if no traces are wanted.',
  },
  'django-left-out': {
    kind: 'notice',
    summary:
      'The agent starts before Django and would leave it with empty settings, so it was told to leave Django alone. The requests that Django serves have no spans.',
    remedy:
      'Set DJANGO_SETTINGS_MODULE in the container, and PYTHONPATH to the folder of the project. If the settings are found without them, set OTEL_PYTHON_DJANGO_INSTRUMENT to "True".',
  },
  'gevent-patched': {
    kind: 'notice',
    summary:
      'The program runs on gevent, so the agent was told to let gevent patch the modules of Python before it loads them itself. Else connections with TLS would fail.',
    remedy:
      'Nothing to do. To leave that to the program, set OTEL_PYTHON_AUTO_INSTRUMENTATION_EXPERIMENTAL_GEVENT_PATCH to "none".',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
