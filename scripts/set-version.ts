// Writes the version of package.json to every other place, and gives the changelog a heading for it: `npm version` runs
// this before it commits.
import { readFileSync, writeFileSync } from 'node:fs';
import { closeUnreleased } from './release/changelog.js';
import { readVersion, setVersions } from './release/versions.js';

const changed = setVersions('.');
const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
writeFileSync('CHANGELOG.md', closeUnreleased(readFileSync('CHANGELOG.md', 'utf8'), readVersion('.'), today));
for (const path of changed) console.log(`${path}: ${readVersion('.')}`);
