import { indexHclPlaces } from '../../../src/config/hcl-places.js';
import { buildContext } from '../../../src/config/context.js';
import { parseObjects } from '../../../src/config/documents.js';
import { parseDocumentPlatforms } from '../../../src/config/platform-documents.js';
import { listReferences } from '../../../src/core/kubernetes/variable-reference.js';
import { parseEndpoint, redactUrl } from '../../../src/core/backends/endpoint.js';
import { expandReferences } from '../../../demo/expansion.js';
import { parseDestination } from '../../../src/verify/destination.js';
import { extractExcerpt } from '../../../src/verify/failure.js';
import { parseHeaderList } from '../../../src/verify/header-list.js';
import { readCertificates } from '../../../src/tls/authority/ca.js';

/** Something that reads text from outside, and how the text stands in what it is given. */
export interface TextReader {
  readonly what: string;
  readonly around: (text: string) => string;
  readonly read: (text: string) => unknown;
}

const asItIs = (text: string): string => text;
const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

/** Readers of files, of answers of servers and of what is given on a command line. */
export const READERS: readonly TextReader[] = [
  { what: 'the places of HCL', around: asItIs, read: indexHclPlaces },
  {
    what: 'the places of a text in HCL',
    around: (text) => `addons = {\n a = "${text}"\n}\n`,
    read: indexHclPlaces,
  },
  {
    what: 'a URL',
    around: (text) => `http://${text}`,
    read: (text) => [parseEndpoint(text), redactUrl(text)],
  },
  { what: 'where to send', around: (text) => `http://h/${text}`, read: parseDestination },
  { what: 'headers', around: (text) => `a=${text}`, read: parseHeaderList },
  { what: 'an answer of a server', around: asItIs, read: extractExcerpt },
  { what: 'a page of a server', around: (text) => `<html>${text}`, read: extractExcerpt },
  { what: 'certificates', around: asItIs, read: readCertificates },
  { what: 'variables that a value refers to', around: asItIs, read: listReferences },
  {
    what: 'a value as the kubelet writes it',
    around: asItIs,
    read: (text) => expandReferences(text, () => 'x'),
  },
  {
    what: 'an object of a file with a text in quotes',
    around: (text) => `${OBJECT}data: { a: ${JSON.stringify(text)} }\n`,
    read: readContext,
  },
  {
    what: 'an object of a file with a text over lines',
    around: (text) => `${OBJECT}data:\n  a: |\n${text.replaceAll(/^/gm, '    ')}\n`,
    read: readContext,
  },
  {
    what: 'flags in a file with a name that is not known',
    around: (text) => `addons:\n  enable_tempo: true\n  ${JSON.stringify(text)}: true\n`,
    read: (text) => parseDocumentPlatforms(text, 'x.yaml'),
  },
];

function readContext(text: string): unknown {
  const objects = parseObjects(text, 'x.yaml');
  return objects.ok ? buildContext(objects.value, { languages: new Set() }) : objects;
}
