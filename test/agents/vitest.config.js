import { podsConfig } from '../pods/vitest-config.js';

export default podsConfig('agents');
