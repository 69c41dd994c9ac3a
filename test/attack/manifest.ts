import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inProject } from './product.js';

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly resources: { readonly limits: { readonly memory: string } };
        }[];
      };
    };
  };
}

/** Bytes of memory that the manifest allows a replica. Throws where it says so in other units than Mi. */
export function readMemoryLimit(): number {
  const text = readFileSync(inProject('manifests', 'base', 'deployment.yaml'), 'utf8');
  const limit = (parse(text) as Deployment).spec.template.spec.containers[0]?.resources.limits.memory ?? '';
  const mebibytes = /^(\d+)Mi$/.exec(limit)?.[1];
  if (mebibytes === undefined) throw new Error(`the limit of the Deployment is ${limit}`);
  return Number(mebibytes) * 2 ** 20;
}
