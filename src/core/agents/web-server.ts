import { AGENT_IMAGES } from '../agent-images.js';
import { MEBIBYTE, type AgentFiles, type Capabilities, type ChoiceHint } from './agent.js';

/** The modules for Apache httpd and nginx are in one image. */
export const WEB_SERVER_FILES: AgentFiles = {
  image: AGENT_IMAGES.webServer.image,
  requests: { cpu: '1m', memory: '128Mi' },
  size: 200 * MEBIBYTE,
  architectures: ['amd64'],
};

export const WEB_SERVER_CAPABILITIES: Capabilities = {
  configuredBy: 'file',
  exporters: ['otlp'],
  protocols: ['grpc'],
  samplers: [],
  propagators: [],
  access: [],
  source: 'opentelemetry-webserver-sdk 1.0.4: the module loads libopentelemetry_exporter_otlp_grpc.so only',
};

/** The init container that takes the server's configuration over, for both. */
export const WEB_SERVER_CLONE = 'otel-agent-source-container-clone';

/** Whether the server's own image has a shell; unless it is said, its name tells. */
export const WEB_SERVER_SHELL: ChoiceHint<'by-image' | 'true' | 'false'> = {
  key: 'otel-web-server-shell',
  allowed: ['by-image', 'true', 'false'],
  fallback: 'by-image',
};
