import type { ApiPath } from './request-path.js';
import { statusReply, type Reply } from './writes.js';

/** Faults that a test asks for. */
export interface FaultControls {
  /** Answers 403 to a verb on a resource (`group/version/resource`), until `allow`. */
  readonly deny: (verb: string, resource: string) => void;
  readonly allow: (verb: string, resource: string) => void;
  /** Answers 404 for a whole resource, as without its CustomResourceDefinition, until `install`. */
  readonly uninstall: (resource: string) => void;
  readonly install: (resource: string) => void;
  /** Forgets the state of the next list of a resource that goes on with a token. */
  readonly expireToken: (resource: string) => void;
  /** Answers what is asked of Services and pods through the proxy, by the path and query behind it. */
  readonly serveProxy: (answer: (service: string, path: string) => Reply) => void;
  /** Answers the next requests with a status, one after the other. */
  readonly failNext: (code: number, options?: FailOptions) => void;
}

interface FailOptions {
  readonly times?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Fault {
  readonly reply: Reply;
  readonly headers: Readonly<Record<string, string>>;
}

/** The API server answers this in plain text to a path that no resource has. */
export const NO_SUCH_RESOURCE: Reply = { code: 404, body: '404 page not found\n' };

export function createFaults(): {
  readonly controls: FaultControls;
  readonly of: (verb: string, path: ApiPath | undefined) => Fault | undefined;
  readonly isAbsent: (resource: string) => boolean;
  /** Whether the state of this list has just been forgotten; it is for one time. */
  readonly takeExpiry: (resource: string) => boolean;
  readonly proxyReply: (url: URL) => Reply | undefined;
} {
  const denied = new Set<string>();
  const absent = new Set<string>();
  const expiring = new Set<string>();
  const next: Fault[] = [];
  let proxy: ((service: string, path: string) => Reply) | undefined;
  return {
    controls: {
      deny: (verb, resource) => void denied.add(`${verb} ${resource}`),
      allow: (verb, resource) => void denied.delete(`${verb} ${resource}`),
      uninstall: (resource) => void absent.add(resource),
      install: (resource) => void absent.delete(resource),
      expireToken: (resource) => void expiring.add(resource),
      serveProxy: (answer) => {
        proxy = answer;
      },
      failNext: (code, { times = 1, headers = {} } = {}) => {
        const reply = statusReply(code, code === 410 ? 'Expired' : 'Failure', `told to answer ${code}`);
        for (let count = 0; count < times; count += 1) next.push({ reply, headers });
      },
    },
    isAbsent: (resource) => absent.has(resource),
    takeExpiry: (resource) => expiring.delete(resource),
    proxyReply: ({ pathname, search }) => {
      const [, service = '', path = ''] =
        /^\/api\/v1\/namespaces\/[^/]+\/services\/([^/]+)\/proxy(\/.*)$/.exec(pathname) ?? [];
      return path === '' ? undefined : proxy?.(service, `${path}${search}`);
    },
    of: (verb, path) => {
      const resource = path?.resource ?? '';
      if (denied.has(`${verb} ${resource}`))
        return { reply: statusReply(403, 'Forbidden', `cannot ${verb} resource "${resource}"`), headers: {} };
      if (absent.has(resource)) return { reply: NO_SUCH_RESOURCE, headers: {} };
      return next.shift();
    },
  };
}
