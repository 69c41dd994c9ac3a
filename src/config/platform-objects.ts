import { isMap } from 'yaml';
import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import { isReadKind } from '../core/object-kinds.js';
import { checkApiVersion } from './context.js';
import { createLocator, readPlainData, type ObjectNode, type OffsetFormatter } from './documents.js';
import {
  FACT_NAMES,
  formatPlace,
  mergeSources,
  parseFlag,
  readFlagsSource,
  selectClusterFacts,
  selectEnableFlags,
  type ClusterFact,
  type PlatformSources,
} from './platform-source.js';

const NOTHING: PlatformSources = { sources: [], notices: [] };

/** The platform's choice in Kubernetes objects: TracingPlatforms and Argo CD cluster Secrets; others are ignored. */
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
const ANNOTATIONS: Path = ['metadata', 'annotations'];

/**
 * An Argo CD cluster Secret, whose labels carry the flags as text, and whose labels and annotations tell of the cluster.
 * Its data holds the credentials of that cluster, so nothing else is taken out of it; any other Secret is passed over.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
const readClusterSecret: PlatformReader = (object, place) => {
  const labels = object.node.getIn(LABELS, true);
  const data = isMap(labels) ? readPlainData(labels, object.document) : ok({});
  if (!data.ok || !isRecord(data.value)) return ok(NOTHING);
  const locate = createLocator(object, place);
  const placeOfLabels = formatPlace(locate, formatPath(LABELS));
  if (data.value['argocd.argoproj.io/secret-type'] !== 'cluster')
    return ok({ ...NOTHING, nearMisses: [{ path: placeOfLabels, message: NO_CLUSTER_SECRET }] });
  const texts = selectEnableFlags(data.value);
  const wrong = TRACING_FLAGS.filter((flag) => flag in texts && parseFlag(texts[flag]) === undefined);
  if (wrong.length > 0)
    return err(
      wrong.map((flag) => ({
        path: formatPlace(locate, formatPath([...LABELS, flag])),
        message: 'is neither of the two; allowed: "true", "false"; correct the label',
      })),
    );
  if (Object.keys(texts).length === 0) return err([{ path: placeOfLabels, message: NO_FLAGS }]);
  const facts = [...selectClusterFacts(data.value, LABELS), ...readAnnotatedFacts(object)];
  const { sources, notices } = readFlagsSource({ at: LABELS, flags: texts, facts, locate });
  const cluster = listClusterNames(object, facts);
  return ok({ sources: sources.map((source) => ({ ...source, cluster })), notices });
};

const NO_CLUSTER_SECRET =
  'lacks the label argocd.argoproj.io/secret-type: cluster, by which Argo CD recognises the Secret of a cluster, so it is not read as a platform; add that label and those of the flags, as enable_tempo: "true"';
const NO_FLAGS =
  'has no flags, so nothing says what is installed in the cluster; allowed: enable_* labels of "true" or "false"; add them, as enable_tempo: "true"';

/** Of annotations the known ones alone are read: among the others may be a copy of the whole Secret. */
function readAnnotatedFacts({ node }: ObjectNode): readonly ClusterFact[] {
  const known = FACT_NAMES.map(([key]) => [key, node.getIn([...ANNOTATIONS, key])] as const);
  const given = known.filter(([, value]) => typeof value === 'string');
  return selectClusterFacts(Object.fromEntries(given), ANNOTATIONS);
}

/** A cluster is known by its Secret, and by the names that the platform gives it. */
const listClusterNames = ({ node }: ObjectNode, facts: readonly ClusterFact[]): readonly string[] =>
  [
    ...facts.filter(({ field }) => field === 'name').map(({ value }) => value),
    node.getIn(['metadata', 'name']),
  ].filter((name) => typeof name === 'string' && name !== '') as readonly string[];

const READERS: Readonly<Record<string, PlatformReader>> = {
  TracingPlatform: readTracingPlatform,
  Secret: readClusterSecret,
};
