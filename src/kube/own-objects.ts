/** What the manifests call our own objects; in a file of its own, for each command's help is quick to load. */

/** Name of the Secret that holds the CA, in the webhook's own namespace. */
export const CA_SECRET = 'doka-tracing-ca';

/** Name of the Lease in the webhook's own namespace, whose holder does what one replica is enough for. */
export const LEASE = 'doka-tracing';

/** Name of the Service by which the API server calls the webhook, in the webhook's own namespace. */
export const SERVICE = 'doka-tracing';

/**
 * Name of both webhook configurations. It sorts before the OpenTelemetry Operator's, since the API server calls webhooks
 * in the order of these names.
 */
export const WEBHOOK_CONFIGURATION = 'doka-tracing';
