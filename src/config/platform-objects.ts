import { isMap } from 'yaml';
import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import { isReadKind } from '../core/object-kinds.js';
import { checkApiVersion } from './context.js';
import { createLocator, readPlainData, type ObjectNode, type OffsetFormatter } from './documents.js';
import {
  selectEnableFlags,
  buildFlagsSource,
  formatPlace,
  mergeSources,
  parseFlag,
  type PlatformSources,
} from './platform-source.js';

const NOTHING: PlatformSources = { sources: [], notices: [] };

/** The platform's choice in Kubernetes objects: TracingPlatforms and Argo CD cluster Secrets; others are passed over. */
export const readObjectPlatforms = (
  nodes: readonly ObjectNode[],
  place: OffsetFormatter,
): Result<PlatformSources> =>
  mergeSources(nodes.map((object) => READERS[object.kind]?.(object, place) ?? ok(NOTHING)));

type PlatformReader = (object: ObjectNode, place: OffsetFormatter) => Result<PlatformSources>;

const readTracingPlatform: PlatformReader = (object, place) => {
  const { apiVersion, kind, node, document } = object;
  const locate = createLocator(object, place);
  const at = (path: string): string => formatPlace(locate, path);
  if (!isReadKind(apiVersion, kind)) {
    const notices = checkApiVersion(apiVersion, kind);
    return ok({ sources: [], notices: notices.map((each) => ({ ...each, path: at(each.path) })) });
  }
  const data = readPlainData(node, document);
  if (!data.ok) return err(data.error.map((each) => ({ ...each, path: at(each.path) })));
  return ok({ sources: [{ object: data.value, place: at }], notices: [] });
};

const LABELS: Path = ['metadata', 'labels'];

/**
 * An Argo CD cluster Secret, whose labels carry the flags as text. Its data holds the credentials of that cluster, so
 * the labels are all that is taken out of it; any other Secret is passed over.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
const readClusterSecret: PlatformReader = (object, place) => {
  const labels = object.node.getIn(LABELS, true);
  const data = isMap(labels) ? readPlainData(labels, object.document) : ok({});
  if (!data.ok || !isRecord(data.value)) return ok(NOTHING);
  if (data.value['argocd.argoproj.io/secret-type'] !== 'cluster') return ok(NOTHING);
  const locate = createLocator(object, place);
  const texts = selectEnableFlags(data.value);
  const wrong = TRACING_FLAGS.filter((flag) => flag in texts && parseFlag(texts[flag]) === undefined);
  if (wrong.length > 0)
    return err(
      wrong.map((flag) => ({
        path: formatPlace(locate, formatPath([...LABELS, flag])),
        message: 'is neither of the two; allowed: "true", "false"; correct the label',
      })),
    );
  const source = buildFlagsSource({ at: LABELS, flags: texts, locate });
  return ok({ sources: [{ ...source, cluster: listClusterNames(object, data.value) }], notices: [] });
};

/** A cluster is known by its Secret, and by the labels that the platform gives it. */
const listClusterNames = (
  { node }: ObjectNode,
  labels: Readonly<Record<string, unknown>>,
): readonly string[] =>
  [labels['cluster_name'], labels['k8s_cluster_name'], node.getIn(['metadata', 'name'])].filter(
    (name) => typeof name === 'string' && name !== '',
  ) as readonly string[];

const READERS: Readonly<Record<string, PlatformReader>> = {
  TracingPlatform: readTracingPlatform,
  Secret: readClusterSecret,
};
