import { afterEach, beforeEach } from 'vitest';
import { bundleSuite } from './bundle-suite.js';
import { secretSuite } from './secret-suite.js';
import { createStage, type Place } from './stage.js';
import { startSuite } from './start-suite.js';
import { timeSuite } from './time-suite.js';

/** What certificates do on an API server, whichever it is; `place` is asked before each test. */
export function authoritySuite(place: () => Promise<Place>): void {
  const stage = createStage(place);
  beforeEach(stage.open);
  afterEach(stage.close);
  startSuite(stage);
  secretSuite(stage);
  bundleSuite(stage);
  timeSuite(stage);
}
