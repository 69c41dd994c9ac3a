import { isMap } from 'yaml';
import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import { versionOf } from './collection.js';
import { otherVersion } from './context.js';
import { locatorOf, plainData, type ObjectNode, type Place } from './documents.js';
import { flagsIn, flagsSource, placed, together, type PlatformSources } from './platform-source.js';

const NOTHING: PlatformSources = { sources: [], notices: [] };

/** The platform's choice in Kubernetes objects: TracingPlatforms and Argo CD cluster Secrets; others are passed over. */
export const objectPlatforms = (nodes: readonly ObjectNode[], place: Place): Result<PlatformSources> =>
  together(nodes.map((object) => READERS[object.kind]?.(object, place) ?? ok(NOTHING)));

type Reader = (object: ObjectNode, place: Place) => Result<PlatformSources>;

const tracingPlatform: Reader = (object, place) => {
  const { apiVersion, kind, node, document } = object;
  const locate = locatorOf(object, place);
  const at = (path: string): string => placed(locate, path);
  if (apiVersion !== versionOf(kind)) {
    const notices = otherVersion(apiVersion, kind);
    return ok({ sources: [], notices: notices.map((each) => ({ ...each, path: at(each.path) })) });
  }
  const data = plainData(node, document);
  if (!data.ok) return err(data.error.map((each) => ({ ...each, path: at(each.path) })));
  return ok({ sources: [{ object: data.value, place: at }], notices: [] });
};

const LABELS: Path = ['metadata', 'labels'];

/**
 * An Argo CD cluster Secret, whose labels carry the flags as text. Its data holds the credentials of that cluster, so
 * the labels are all that is taken out of it; any other Secret is passed over.
 * https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
const clusterSecret: Reader = (object, place) => {
  const labels = object.node.getIn(LABELS, true);
  const data = isMap(labels) ? plainData(labels, object.document) : ok({});
  if (!data.ok || !isRecord(data.value)) return ok(NOTHING);
  if (data.value['argocd.argoproj.io/secret-type'] !== 'cluster') return ok(NOTHING);
  const locate = locatorOf(object, place);
  const texts = flagsIn(data.value);
  const wrong = TRACING_FLAGS.filter((flag) => flag in texts && booleanOf(texts[flag]) === undefined);
  if (wrong.length > 0)
    return err(
      wrong.map((flag) => ({
        path: placed(locate, formatPath([...LABELS, flag])),
        message: 'is neither of the two; allowed: "true", "false"; correct the label',
      })),
    );
  const flags = Object.fromEntries(
    Object.entries(texts).map(([flag, text]) => [flag, booleanOf(text) ?? text]),
  );
  return ok({ sources: [flagsSource({ at: LABELS, flags, locate })], notices: [] });
};

const booleanOf = (text: unknown): boolean | undefined => {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
};

const READERS: Readonly<Record<string, Reader>> = { TracingPlatform: tracingPlatform, Secret: clusterSecret };
