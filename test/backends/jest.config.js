import { podsConfig } from '../pods/jest-config.js';

export default podsConfig('backends');
