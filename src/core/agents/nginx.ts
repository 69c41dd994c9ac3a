import type { Agent } from './agent.js';
import {
  WEB_SERVER_CAPABILITIES,
  WEB_SERVER_CLONE,
  WEB_SERVER_FILES,
  WEB_SERVER_SHELL,
} from './web-server.js';

/** What is fixed for nginx; the module is tied to versions of the server. */
export const nginxAgent: Agent = {
  isDefault: false,
  containerNameKeys: ['inject-nginx-container-names', 'nginx-container-names'],
  hints: [WEB_SERVER_SHELL],
  files: WEB_SERVER_FILES,
  memory: undefined,
  capabilities: WEB_SERVER_CAPABILITIES,
  variables: [],
  switches: [],
  isPortFollowed: false,
  isForInitContainers: false,
  markers: [WEB_SERVER_CLONE],
  hasOperatorFlag: true,
};
