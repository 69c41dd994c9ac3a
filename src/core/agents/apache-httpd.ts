import type { Agent } from './agent.js';
import {
  WEB_SERVER_CAPABILITIES,
  WEB_SERVER_CLONE,
  WEB_SERVER_FILES,
  WEB_SERVER_SHELL,
} from './web-server.js';

/** What is fixed for Apache httpd. */
export const apacheHttpdAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['apache-httpd-container-names'],
  hints: [WEB_SERVER_SHELL],
  files: WEB_SERVER_FILES,
  memory: undefined,
  capabilities: WEB_SERVER_CAPABILITIES,
  variables: [],
  switches: [],
  isPortFollowed: false,
  isForInitContainers: false,
  markers: ['otel-agent-attach-apache', WEB_SERVER_CLONE],
  hasOperatorFlag: true,
};
