/** Every bound of reading a cluster for the command line. */

/** Milliseconds for one answer of the API server, its connection among them. */
export const ANSWER_MS = 30_000;
/** Objects in one page of a list. */
export const PAGE_SIZE = 500;
/** Objects of one list: twice what Kubernetes is tested with in one cluster. https://kubernetes.io/docs/setup/best-practices/cluster-large/ */
export const MOST_OBJECTS = 300_000;
