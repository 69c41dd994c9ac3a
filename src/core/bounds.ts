/**
 * Every bound of the engine: how much it reads, does for one pod and shows, whatever somebody writes. Sizes are in UTF-16
 * units where nothing else is said.
 */

/**
 * How long a text may be where it is shown: one bound for each kind of output. What is longer is cut, and ends with `…`.
 */
export const LONGEST = {
  /** A name inside a sentence; names of labels, containers and Namespaces have no more characters. */
  name: 63,
  /** A value inside a sentence. */
  value: 60,
  /** An address inside a sentence. */
  url: 120,
  /** What a server said, inside a report. */
  excerpt: 300,
  /**
   * A warning about a pod. Kubernetes asks for no more than 120 characters.
   * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response
   */
  podWarning: 120,
  /** A warning about an object; the API server cuts there once all warnings of a request take 4096 bytes together. */
  objectWarning: 256,
  /** A text that is kept of a decision for the status page. */
  decision: 256,
  /** A text on the status page. */
  cell: 1024,
  /** The longest name of an object in Kubernetes. */
  objectName: 253,
  /** One sentence of a refusal that the API server passes on. */
  refusal: 1024,
  /** A text in a log line. */
  logText: 1024,
  /** The stack of an error in a log line. */
  logStack: 4096,
  /** The message annotation of a pod, far below what all annotations may take together. */
  annotation: 2048,
  /** A line on a terminal, colours not counted. */
  line: 4096,
  /** A text in a report that is printed as JSON. */
  detail: 4096,
  /** The message of a condition; the API server takes 32,768. */
  condition: 4096,
} as const;

/**
 * Injections that one pod may ask for. The API server waits two seconds, and whoever may create a pod could hold up those
 * of everybody else: a dry run is enough for it. Pods that work stay far below.
 */
export const MOST_INJECTIONS = 64;

/**
 * A text of which every item is read for each container or language: a list of container names, which has room for a
 * hundred, all `resource.opentelemetry.io/` annotations together, and `OTEL_RESOURCE_ATTRIBUTES`.
 */
export const LONGEST_LIST = 8 * 1024;

/**
 * A variable to which text is joined. A value that grows past 128 KiB keeps the container's program from starting.
 * https://man7.org/linux/man-pages/man2/execve.2.html
 */
export const LONGEST_VARIABLE = 64 * 1024;

/**
 * Bytes of a variable when a program is started: its name, "=", its value and the end. With a longer one none can be.
 * https://man7.org/linux/man-pages/man2/execve.2.html
 */
export const LONGEST_STARTED = 128 * 1024;

/** Bytes of JSON that may be added to one pod. One injection adds two or three thousand. */
export const MOST_ADDED_BYTES = 256 * 1024;

/**
 * Bytes of JSON that a pod may take with what is added to it. etcd holds 1.5 MiB; the API server keeps some more than the pod
 * itself, and the kubelet writes a status into it. https://etcd.io/docs/v3.6/dev-guide/limit/
 */
export const MOST_POD_BYTES = 1280 * 1024;

/**
 * Characters of Instrumentations for one pod, each counted for every injection that it configures: that many times its
 * variables are written. One injection is always made, as no object is larger than the 1.5 MiB that etcd holds.
 * https://etcd.io/docs/v3.6/dev-guide/limit/
 */
export const MOST_CONFIGURED = 512 * 1024;

/**
 * Quantities that all LimitRanges of a namespace may set together, each for one resource of one kind. Every one of them
 * is looked at for every agent that is added to a pod; a namespace that is in use has a dozen.
 */
export const MOST_LIMITS = 256;

/**
 * Bytes that all annotations of an object may take together; the API server refuses it with more: `ValidateAnnotationsSize`.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
 */
export const MOST_ANNOTATION_BYTES = 256 * 1024;

/** A pod's name where it gets a claim `<pod>-<volume>`, for which there are 253 characters: with more it is refused. */
export const LONGEST_CLAIMING_NAME = 200;

/**
 * Levels of objects and lists inside each other: far above the 30 or so that the deepest objects of Kubernetes have, and
 * far below what a recursive function can take.
 */
export const MOST_LEVELS = 100;

/**
 * Items of a list, and entries of a map, of a TracingPlatform: the API server takes rules about items only where it can
 * tell how long they may take.
 */
export const MOST_ITEMS = 100;
/** The same for a list of plain names. */
export const MOST_NAMES = 1000;

/** A quantity: far above any node, and low enough that thousandths of it are written without an exponent. */
export const LARGEST_QUANTITY = 1e17;

/** Values, places or keys of one kind that are listed for one object; how many more there are is said where it matters. */
export const MOST_TOLD = 5;

/** Namespaces that are looked into for an Instrumentation, which a message names only to help. */
export const MOST_NAMESPACES_SEARCHED = 2000;
