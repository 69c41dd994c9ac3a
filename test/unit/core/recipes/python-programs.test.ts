import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import type { Container } from '../../../../src/core/kubernetes/pod.js';
import { admitInShop, podWith } from '../contexts.js';
import { read } from '../resolve/judged.js';

/** What was said of a container of Python, and the variables that were added because of its program. */
function guardsOf(app: Partial<Container>, asked: object = {}): readonly (string | undefined)[] {
  const metadata = { annotations: { [getInjectKey('python')]: 'true' } };
  const outcome = admitInShop(podWith({ containers: [{ name: 'app', ...app }] }, metadata), {
    asked,
    platform: {},
  });
  expect(outcome.status).toBe('injected');
  const codes = outcome.findings.map(({ code }) => code).filter((code) => /django|gevent/.test(code));
  const added = outcome.injections
    .flatMap(({ settings }) => settings)
    .filter(({ name, origin }) => origin === 'default' && /DJANGO|GEVENT/.test(name))
    .map(({ name, value }) => `${name}=${value}`);
  return [...codes, ...added];
}

const DJANGO = ['django-left-out', 'OTEL_PYTHON_DJANGO_INSTRUMENT=False'];
const MANAGE = ['python', 'manage.py', 'runserver'];
const SETTINGS = 'DJANGO_SETTINGS_MODULE=shop.settings';

/** Tried with the agent: without both variables Django answers "You must set settings.ALLOWED_HOSTS if DEBUG is False". */
test.each<[readonly string[], string, readonly string[]]>([
  [MANAGE, '', DJANGO],
  [['python', '/app/manage.py', 'migrate'], '', DJANGO],
  [['sh', '-c', 'python manage.py migrate && gunicorn shop.wsgi'], '', DJANGO],
  [['django-admin', 'runserver'], '', DJANGO],
  [['gunicorn', 'shop.wsgi'], '', DJANGO],
  [['gunicorn', '-b', ':8000', 'shop.wsgi:application'], '', DJANGO],
  [['daphne', 'shop.asgi:application'], '', DJANGO],
  [['uwsgi', '--module=shop.wsgi:application'], '', DJANGO],
  [['python', 'app.py'], SETTINGS, DJANGO],
  [MANAGE, SETTINGS, DJANGO],
  [MANAGE, 'PYTHONPATH=/app', DJANGO],
  [MANAGE, `${SETTINGS} ; PYTHONPATH=`, DJANGO],
  [MANAGE, `${SETTINGS} ; PYTHONPATH=/app`, []],
  [['python', 'app.py'], `${SETTINGS} ; PYTHONPATH=/app`, []],
  [MANAGE, 'OTEL_PYTHON_DJANGO_INSTRUMENT=True', []],
  [MANAGE, 'OTEL_PYTHON_DJANGO_INSTRUMENT=False', []],
  [MANAGE, 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=redis, django', []],
  [MANAGE, 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=redis', DJANGO],
  [['python', 'app.py'], '', []],
  [['gunicorn', 'app:app'], '', []],
  [['gunicorn', 'shop.wsgi:app'], '', []],
  [['uwsgi', '--wsgi-file', '/srv/app.wsgi'], '', []],
  [['python', 'notmanage.py'], '', []],
])('%j with %s: %j', (command, env, guards) => {
  expect(guardsOf({ command, env: read(env) })).toEqual(guards);
  expect(guardsOf({ args: command, env: read(env) })).toEqual(guards);
});

test('the Instrumentation may have what Django needs', () => {
  expect(guardsOf({ command: MANAGE }, { python: { env: read(SETTINGS) } })).toEqual(DJANGO);
  const env = read(`${SETTINGS} ; PYTHONPATH=/app`);
  expect(guardsOf({ command: MANAGE }, { python: { env } })).toEqual([]);
  const decided = read('OTEL_PYTHON_DJANGO_INSTRUMENT=True');
  expect(guardsOf({ command: MANAGE }, { env: decided })).toEqual([]);
});

test('a path by reference is taken for the right one, and one that is not read is replaced by the agent’s', () => {
  const settings = read(SETTINGS);
  const valueFrom = { configMapKeyRef: { name: 'paths', key: 'python' } };
  const env = [...settings, { name: 'PYTHONPATH', valueFrom }];
  expect(guardsOf({ command: MANAGE, env })).toEqual([]);
  const envFrom = [{ secretRef: { name: 'django' } }];
  expect(guardsOf({ command: MANAGE, envFrom, env: read('PYTHONPATH=/app') })).toEqual([]);
});

const PATCH = 'OTEL_PYTHON_AUTO_INSTRUMENTATION_EXPERIMENTAL_GEVENT_PATCH';
const GEVENT = ['gevent-patched', `${PATCH}=patch_all`];

/** Tried with the agent: without the variable each request with TLS ends in a RecursionError, with it none does. */
test.each<[readonly string[], string, readonly string[]]>([
  [['gunicorn', '-k', 'gevent', 'app:app'], '', GEVENT],
  [['gunicorn', '-kgevent', 'app:app'], '', GEVENT],
  [['gunicorn', '--worker-class', 'gevent', 'app:app'], '', GEVENT],
  [['gunicorn', '--worker-class=gevent_pywsgi', 'app:app'], '', GEVENT],
  [['gunicorn', '-k', 'geventwebsocket.gunicorn.workers.GeventWebSocketWorker', 'app'], '', GEVENT],
  [['sh', '-c', 'exec gunicorn -k "gevent" app:app'], '', GEVENT],
  [['celery', '-A', 'app', 'worker', '-P', 'gevent'], '', GEVENT],
  [['celery', '-A', 'app', 'worker', '--pool=gevent', '-c', '100'], '', GEVENT],
  [['gunicorn', 'app:app'], 'GUNICORN_CMD_ARGS=--bind :8000 --worker-class gevent', GEVENT],
  [['gunicorn', '-k', 'gevent', 'app:app'], `${PATCH}=patch_all`, []],
  [['gunicorn', '-k', 'gevent', 'app:app'], `${PATCH}=none`, []],
  [['gunicorn', 'app:app'], 'GUNICORN_CMD_ARGS=--bind :8000', []],
  [['gunicorn', '-k', 'gthread', 'app:app'], '', []],
  [['gunicorn', '-k', 'uvicorn.workers.UvicornWorker', 'app:app'], '', []],
  [['gunicorn', '--name', 'gevent-app', 'app:app'], '', []],
  [['python', 'gevent.py'], '', []],
])('%j with %s: %j', (command, env, guards) => {
  expect(guardsOf({ command, env: read(env) })).toEqual(guards);
});

test('both may be in one container', () => {
  const command = ['gunicorn', '-k', 'gevent', 'shop.wsgi'];
  expect(guardsOf({ command })).toEqual([DJANGO[0], GEVENT[0], DJANGO[1], GEVENT[1]]);
});

test.each<[readonly string[], string, boolean]>([
  [['gunicorn', '-k', 'eventlet', 'app:app'], '', true],
  [['gunicorn', '--worker-class=eventlet', 'app:app'], '', true],
  [['celery', '-A', 'app', 'worker', '-P', 'eventlet'], '', true],
  [['gunicorn', 'app:app'], 'GUNICORN_CMD_ARGS=-k eventlet', true],
  [['gunicorn', '-k', 'gthread', 'app:app'], '', false],
  [['gunicorn', '--name', 'eventlet', 'app:app'], '', false],
  [['python', 'eventlet.py'], '', false],
  [['sh', '-c', 'curl -k https://eventlet.example/ && gunicorn app:app'], '', false],
  [['gunicorn', '-k', 'egg:gunicorn#eventlet', 'app:app'], '', true],
])('eventlet is refused for %j with %s: %j', (command, env, isRefused) => {
  const metadata = { annotations: { [getInjectKey('python')]: 'true' } };
  const containers = [{ name: 'app', command, env: read(env) }];
  const { status, findings } = admitInShop(podWith({ containers }, metadata), { platform: {} });
  expect([status, findings.map(({ code }) => code)]).toEqual(
    isRefused ? ['skipped', ['user-setting-unsupported']] : ['injected', []],
  );
});
