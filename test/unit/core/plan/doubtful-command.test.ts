import { expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { findingsOf } from '../recipes/commands.js';

/** What is said of a command. */
const judgeCommand = (language: Language, command: readonly string[]): readonly string[] =>
  findingsOf(language, { command })
    .filter(({ code }) => code === 'agent-doubtful')
    .map(({ message }) => message);

test.each<[Language, string, 'lost' | 'kept']>([
  ['nodejs', 'NODE_OPTIONS=--max-old-space-size=4096 node server.js', 'lost'],
  ['nodejs', 'NODE_OPTIONS= node server.js', 'lost'],
  ['nodejs', 'export NODE_OPTIONS="--max-old-space-size=4096" && exec node server.js', 'lost'],
  ['nodejs', 'set -e; A=1 NODE_OPTIONS=x node server.js', 'lost'],
  ['nodejs', 'set -e\nNODE_OPTIONS=x node server.js', 'lost'],
  ['nodejs', 'cd /app;NODE_ENV=production NODE_OPTIONS=x node server.js', 'lost'],
  ['nodejs', 'env NODE_OPTIONS=x node server.js', 'lost'],
  ['nodejs', 'unset NODE_OPTIONS; node server.js', 'lost'],
  ['nodejs', 'env -u NODE_OPTIONS node server.js', 'lost'],
  ['nodejs', 'env --unset=NODE_OPTIONS node server.js', 'lost'],
  ['nodejs', 'NODE_OPTIONS="$NODE_OPTIONS --max-old-space-size=4096" node server.js', 'kept'],
  ['nodejs', 'NODE_OPTIONS="--max-old-space-size=4096 ${NODE_OPTIONS}" node server.js', 'kept'],
  ['nodejs', 'NODE_OPTIONS="--enable-source-maps $(NODE_OPTIONS)" node server.js', 'kept'],
  ['nodejs', 'node server.js NODE_OPTIONS=x', 'kept'],
  ['nodejs', 'echo NODE_OPTIONS; node server.js', 'kept'],
  ['nodejs', 'MY_NODE_OPTIONS=x node server.js', 'kept'],
  ['nodejs', 'NODE_OPTIONS_OLD=x node server.js', 'kept'],
  // What another language is loaded by.
  ['nodejs', 'JAVA_TOOL_OPTIONS=-Xmx1g node server.js', 'kept'],
  ['java', 'JAVA_TOOL_OPTIONS=-Xmx1g java -jar app.jar', 'lost'],
  ['java', 'JAVA_OPTS=-Xmx1g java -jar app.jar', 'kept'],
  ['java', 'java $JAVA_OPTS -jar app.jar', 'kept'],
  ['python', 'PYTHONPATH=/app gunicorn app:app', 'lost'],
  ['python', 'PYTHONPATH=/app:$PYTHONPATH gunicorn app:app', 'kept'],
  ['python', 'PYTHONUNBUFFERED=1 python app.py', 'kept'],
  ['dotnet', 'CORECLR_ENABLE_PROFILING=0 dotnet app.dll', 'lost'],
  ['dotnet', 'DOTNET_STARTUP_HOOKS=/own.dll dotnet app.dll', 'lost'],
  ['dotnet', 'DOTNET_gcServer=1 dotnet app.dll', 'kept'],
  ['ruby', 'RUBYOPT=-W0 bundle exec puma', 'lost'],
  ['php', 'PHP_INI_SCAN_DIR= php-fpm', 'lost'],
  ['sdk', 'NODE_OPTIONS=x node server.js', 'kept'],
  ['python', 'env -i PATH=/bin python app.py', 'lost'],
  ['python', 'env -i PYTHONPATH=$PYTHONPATH python app.py', 'kept'],
  ['python', 'env PATH=/bin python app.py', 'kept'],
  ['java', 'su - app -c java', 'lost'],
  ['java', 'exec su -l app -c java', 'lost'],
  ['java', 'su app -c java', 'kept'],
  ['java', 'runuser -l app -c java', 'lost'],
  ['java', 'runuser -u app -- java -jar app.jar', 'kept'],
  ['java', 'sudo -u app java -jar app.jar', 'lost'],
  ['java', 'sudo -E -u app java -jar app.jar', 'kept'],
  ['java', 'sudo -u app --preserve-env=JAVA_TOOL_OPTIONS java', 'kept'],
  ['java', 'java -jar sudo', 'kept'],
  ['java', 'gosu app java -jar app.jar', 'kept'],
  // Commands before the program, which do not change what it gets.
  ['java', 'JAVA_TOOL_OPTIONS= keytool -importcert -file /ca.pem && exec java -jar app.jar', 'kept'],
  ['nodejs', 'NODE_OPTIONS= npm run migrate; node server.js', 'kept'],
  ['nodejs', 'NODE_OPTIONS= migrate; node server.js', 'kept'],
  ['nodejs', 'env -u NODE_OPTIONS npm ci && node server.js', 'kept'],
  ['java', 'sudo chown -R app /data && exec java -jar app.jar', 'kept'],
  ['java', 'env -i ./prepare || true; exec java -jar app.jar', 'kept'],
  ['java', 'sudo chown -R app /data && sudo java -jar app.jar', 'lost'],
  ['nodejs', 'NODE_OPTIONS= npm run migrate; NODE_OPTIONS= node server.js', 'lost'],
  ['nodejs', 'NODE_OPTIONS= node server.js;', 'lost'],
  // What stays for those behind.
  ['nodejs', 'NODE_OPTIONS=x; node server.js', 'lost'],
  ['nodejs', 'NODE_OPTIONS="--a --b" B=1 && node server.js', 'lost'],
  ['nodejs', 'NODE_OPTIONS="--a --b"; node server.js', 'lost'],
  ['nodejs', 'export NODE_OPTIONS=x\ncd /app && node server.js', 'lost'],
  ['nodejs', 'unset NODE_OPTIONS && cd /app && node server.js', 'lost'],
  // A line for a shell of its own.
  ['java', 'su - app -c "cd /app && exec java -jar app.jar"', 'lost'],
  ['java', 'sudo sh -c "cd /app; exec java -jar app.jar"', 'lost'],
  ['nodejs', 'echo unset NODE_OPTIONS; node server.js', 'kept'],
])('%s: %s: %s', (language, command, what) => {
  expect(judgeCommand(language, ['sh', '-c', command])).toHaveLength(what === 'lost' ? 1 : 0);
});

test('words of a list are read like those of a line', () => {
  expect(judgeCommand('python', ['env', '-i', 'python', 'app.py'])).toEqual([
    'python: the command of app starts the program with env -i and without PYTHONPATH, so that it does not load the agent.',
  ]);
  expect(judgeCommand('nodejs', ['env', 'NODE_OPTIONS=x', 'node', 'app.js'])).toEqual([
    'nodejs: the command of app sets NODE_OPTIONS anew, so that the program does not load the agent; put $NODE_OPTIONS into the new value, or set it in env.',
  ]);
  expect(judgeCommand('java', ['sh', '-c', 'unset JAVA_TOOL_OPTIONS && java -jar a.jar'])).toEqual([
    'java: the command of app removes JAVA_TOOL_OPTIONS, so that the program does not load the agent.',
  ]);
});
