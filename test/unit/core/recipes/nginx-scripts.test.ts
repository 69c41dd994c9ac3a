import { describe, expect, test } from 'vitest';
import {
  AGENT,
  CONF,
  below,
  isStaged,
  put,
  putNginx,
  runNginx,
  staged,
  useImageFolders,
} from './image-folders.js';

useImageFolders();

describe('nginx', () => {
  const MAIN = 'user nginx;\nhttp {\n  include /etc/nginx/conf.d/*.conf;\n}\n';

  const INCLUDED = ` include /etc/nginx/${CONF};`;

  test('the module is loaded, and our settings are included', () => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', MAIN);
    runNginx('nginx.conf', '/etc/nginx');
    const module = `${AGENT}/WebServerModule/Nginx/1.25.3/ngx_http_opentelemetry_module.so`;
    expect(staged('nginx.conf')).toBe(
      `env OTEL_RESOURCE_ATTRIBUTES;\nload_module ${below(module)};\n${below(MAIN.replace('http {', `http {${INCLUDED}`)).replace(below('/etc/nginx/conf.d'), '/etc/nginx/conf.d')}`,
    );
    expect(staged(CONF)).toBe('NginxModuleServiceInstanceId pod-1;\n');
    expect(isStaged('nginx.conf.http')).toBe(false);
  });

  /** A main file, with `@` where our settings have to be included. */
  test.each([
    ['a block of its own line', 'user nginx;\nhttp {@\n  server { listen 80; }\n}\n'],
    ['the brace on the next line', 'http\n{@\n  server { listen 80; }\n}\n'],
    ['all on one line', 'events {} http {@ server { listen 80; } }\n'],
    ['without a blank', 'events{}http{@server{listen 80;}}\n'],
    ['a tab before the brace', 'events {}\nhttp\t{@}\n'],
    ['a comment between', 'http # traffic {\n{@\n}\n'],
    ['a comment that names it', '# http {\nevents {}\nhttp {@\n}\n'],
    ['a text that names it', 'error_log "/var/http {.log";\nhttp {@\n}\n'],
    ['a text in single quotes, with an escape', "env A='it\\'s http {';\nhttp {@\n}\n"],
    ['a variable in braces', 'env PATH=${HOME}/bin;\nhttp {@\n}\n'],
    ['another block that includes conf.d', 'stream { include /etc/nginx/conf.d/*.conf; }\nhttp {@\n}\n'],
    ['another folder of that name', 'stream { include /etc/nginx/stream.conf.d/*.conf; }\nhttp {@\n}\n'],
    ['one file of conf.d', 'http {@\n  include /etc/nginx/conf.d/default.conf;\n}\n'],
    ['a block whose name ends so', 'my_http { }\nhttp {@ }\n'],
    ['line ends of Windows', 'http {@\r\n  server { }\r\n}\r\n'],
    ['no line end at its end', 'http {@ }'],
  ])('%s', (_, text) => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', text.replace('@', ''));
    runNginx('nginx.conf', '/etc/nginx');
    const [, , ...lines] = staged('nginx.conf').split('\n');
    const whole = text.endsWith('\n') ? text : `${text}\n`;
    expect(lines.join('\n')).toBe(whole.replace('@', below(INCLUDED)));
  });

  test.each([
    ['no block at all', 'user nginx;\n'],
    ['one in a file that is included', 'events {}\ninclude /etc/nginx/http.conf;\n'],
    ['one of that name inside of another', 'mail { http { } }\n'],
    ['one in a comment', '# http { }\n'],
  ])('%s: the server stays as it is', (_, text) => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', text);
    expect(runNginx('nginx.conf', '/etc/nginx')).toContain('no block http in nginx.conf');
    expect(staged('nginx.conf')).toBe(text);
    expect(isStaged(CONF)).toBe(false);
  });

  test.each([
    ['nginx/1.27.4', '1.27.4'],
    ['nginx/1.25.4 (Ubuntu)', '1.25.4'],
    ['openresty/1.21.4.1', '1.21.4.1'],
  ])('%s: a version without a module is named, and the server stays as it is', (version, shown) => {
    putNginx(version);
    put('/etc/nginx/nginx.conf', MAIN);
    const said = runNginx('nginx.conf', '/etc/nginx');
    expect(said).toContain(`no module for nginx ${shown},`);
    expect(said).toContain('It has: 1.25.3');
    expect(staged('nginx.conf')).toBe(MAIN);
    expect(isStaged(`conf.d/${CONF}`)).toBe(false);
  });

  test('a version that the server tells with more around it fits its module', () => {
    putNginx('nginx/1.25.3 (Ubuntu)');
    put('/etc/nginx/nginx.conf', MAIN);
    runNginx('nginx.conf', '/etc/nginx');
    expect(staged('nginx.conf')).toContain('load_module');
  });

  test('no nginx on the path', () => {
    put('/etc/nginx/nginx.conf', MAIN);
    expect(runNginx('nginx.conf', '/etc/nginx')).toContain('of an unknown version');
    expect(staged('nginx.conf')).toBe(MAIN);
  });

  test('musl', () => {
    putNginx('nginx/1.25.3');
    put('/lib/ld-musl-x86_64.so.1', '');
    put('/etc/nginx/nginx.conf', MAIN);
    expect(runNginx('nginx.conf', '/etc/nginx')).toContain('musl');
    expect(staged('nginx.conf')).toBe(MAIN);
  });

  test('a main file that is not there', () => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', MAIN);
    expect(runNginx('site.conf', '/etc/nginx')).toContain('no site.conf in');
    expect(staged('nginx.conf')).toBe(MAIN);
  });
});
