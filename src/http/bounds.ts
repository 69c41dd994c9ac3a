/** Every bound of the servers: what a client, whoever it is, can have of their memory and time. */

/**
 * Bytes of a review of a pod. The API server reads requests of 3 MiB, and puts about 2 KiB around the pod. etcd takes half
 * of that, so nothing that could be stored is larger, but for a few texts that JSON writes six times as long.
 */
export const LARGEST_POD_BODY = 4 * 1024 * 1024;
/** Bytes of a review of another object: far above what people write; one that is not read here is stored all the same. */
export const LARGEST_OBJECT_BODY = 256 * 1024;
/** A body of so many times its limit is read and dropped: a sender that is cut off while it writes may never see the answer. */
export const DROPPED_FACTOR = 4;
/** Milliseconds for a body to arrive: the longest time that a webhook can be given by the API server. */
export const BODY_MS = 30_000;

/**
 * Bytes of all bodies under way. Anybody who reaches the port can send bodies and leave them unfinished; they must not take
 * the memory of the pod, of which a third is in use at rest. Four of the largest reviews fit beside the small ones.
 */
export const BODIES_BYTES = 16 * 1024 * 1024;
/** So many bytes of each body are not counted: a usual pod is still judged while others take all the room. */
export const FREE_BODY_BYTES = 16 * 1024;
/** So many bytes of each body are kept, whatever becomes of the rest: names and kinds take less than 2 KiB. */
export const HEAD_BYTES = 4096;

/**
 * Bytes of a body that is judged in place without a time limit, as nearly all are. Work that grows with the square of the
 * size, should there be any after all, takes 0.1 s there.
 */
export const IN_PLACE_BYTES = 10 * 1024;
/** Values of cluster objects that such a body may read; one that is looked up twice counts twice. A usual one reads a hundred. */
export const MOST_VALUES_READ = 1000;
/** An Instrumentation counts as one value for so many characters. */
export const CHARACTERS_A_VALUE = 64;
/** Bytes of a body that is judged in place within a time; a larger one is judged in the thread. */
export const TIMED_BYTES = 64 * 1024;
/** Milliseconds for a body of that size, and for a smaller one that reads much of the cluster. A usual one takes 5. */
export const TIMED_MS = 100;

/**
 * Milliseconds for a body that is judged in the thread: until its turn, the start of the thread included, and then for the
 * work. The API server waits two seconds for an answer.
 */
export const THREAD_MS = { wait: 1000, judge: 900 } as const;
/**
 * MiB that the thread may take beside the 20 MiB that it has after its start. One that takes more is ended by V8, and the
 * process goes on.
 */
export const THREAD_MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 } as const;
/** Milliseconds after which a thread without work ends. */
export const THREAD_IDLE_MS = 60_000;
/**
 * Values in the JSON of a body. Memory follows their number and not the size: 7 MiB of `{},{},…` take 300 MiB once they are
 * parsed. The largest pod that etcd stores (1.5 MiB), made of the shortest variables, has 200,000 values.
 */
export const MOST_JSON_VALUES = 256 * 1024;
/** Different values that the thread asks for in one review; a pod whose variables name more ConfigMaps is not worked on. */
export const MOST_QUESTIONS = 256;
/** Milliseconds for such an answer: it comes between two events, and when it does not, the review's time is over, too. */
export const QUESTION_MS = 2000;

/**
 * Milliseconds that an answer takes at most once it is a request's turn: to judge it, to write it, and to travel. A request
 * that may have waited so long that less is left of its time passes unjudged, as the API server would not hear the answer.
 */
export const ANSWER_MS = 500;
/** Milliseconds that a request may have waited, however long the API server waits: probes wait in the same line, for 5 s. */
export const LONGEST_WAIT_MS = 2000;
/** Milliseconds that the API server waits where a request does not say it: what the shipped configuration asks for. */
export const USUAL_TIMEOUT_MS = 2000;

/**
 * Connections at a time. An idle one takes 45 KiB, and anybody who reaches the port may open some. An API server asks about
 * 200 pods at a time (--max-mutating-requests-inflight), each on a connection of its own.
 */
export const MOST_CONNECTIONS = 512;
/** The same on the admin port, for Prometheus, the kubelet and a person or two. */
export const MOST_ADMIN_CONNECTIONS = 64;
/** Connections above those limits that are left to the kernel: those that are being closed still count for it. */
export const SPARE_CONNECTIONS = 128;
/** Milliseconds for the first request on a connection: clients connect to ask at once. */
export const FIRST_REQUEST_MS = 10_000;
/** Milliseconds for a TLS handshake. */
export const HANDSHAKE_MS = 10_000;
/** An API server sends a request whole. One that takes so many milliseconds is slow on purpose, or its client has gone. */
export const SLOW_MS = 2000;
/**
 * Milliseconds that an idle connection is kept. The API server's Go client keeps it for 90 s, and ours must outlive that:
 * when the server closes first, a request that is just being sent on that connection is lost, and with
 * `failurePolicy: Ignore` the pod with it.
 */
export const KEEP_ALIVE_MS = 120_000;
/** Above the former, so that waiting on an idle connection never counts as slow headers. */
export const HEADERS_MS = 125_000;
/** Node wants it above the former; a slow body of a review ends in its handler. */
export const REQUEST_MS = 130_000;
/** Milliseconds for the answers that are under way when the server ends: a body has its time to arrive. */
export const ENDING_MS = BODY_MS + 1000;

/**
 * Answers that are remembered until the cluster changes, and characters of each: 8 MiB at most, and 2 for 256 usual ones.
 */
export const MOST_REMEMBERED = 256;
export const LONGEST_REMEMBERED = 32 * 1024;

/** Warnings that go with the answer to a pod. */
export const MOST_POD_WARNINGS = 3;
/** Warnings that go with the answer to another object. */
export const MOST_OBJECT_WARNINGS = 10;
/** Places of an object that a refusal names. One of 1.5 MiB can be wrong in many; the first are enough to start with. */
export const MOST_ERRORS = 20;

/** Decisions on the status page, and what is kept of each in memory: injections, settings of each, and findings. */
export const MOST_KEPT = { decisions: 100, injections: 20, settings: 100, findings: 50 } as const;

/** Injections and findings of a decision that the list on the status page shows; its own page has all that are kept. */
export const MOST_SHOWN = 5;

/** Instrumentations on the status page, variables of each, and issues of one kind. */
export const MOST_LISTED = 50;

/** Bytes of a manifest for the pod inspector: far above the workloads that people write. */
export const LARGEST_MANIFEST = 64 * 1024;
/** Bytes of a form that holds one, in which a byte may take three characters. */
export const LARGEST_FORM = 3 * LARGEST_MANIFEST + 1024;
/** Bytes of all forms under way. */
export const FORMS_BYTES = 1024 * 1024;
/** Milliseconds for a manifest until its turn, the start of its thread included, and then for the work. */
export const INSPECTION_MS = { wait: 10_000, judge: 3000 } as const;
/** MiB that the thread of the inspector may take: it shares the memory of the pod with the thread for large bodies. */
export const INSPECTION_MEMORY = { maxOldGenerationSizeMb: 40, maxYoungGenerationSizeMb: 4 } as const;
/** What the inspector shows: objects, lines of differences, and items of one kind of each object. */
export const MOST_INSPECTED = { objects: 20, lines: 2000, items: 50 } as const;

/** Looking through so many namespaces for an Instrumentation counts as one value. */
export const NAMESPACES_A_VALUE = 16;
