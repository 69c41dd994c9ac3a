/**
 * The licences under which a package may be required, each with the reason, by SPDX identifier. Tests and tools count like
 * what is shipped: whoever builds this repository takes all of it. What is not here is refused, above all licences that
 * ask to publish what uses the package (GPL, AGPL, SSPL), those that forbid a use (BUSL), and no licence at all.
 * https://spdx.org/licenses/
 */
export const ALLOWED: Readonly<Record<string, string>> = {
  'Apache-2.0': 'the licence of this repository',
  MIT: 'asks for its notice alone',
  'MIT-0': 'asks for nothing',
  ISC: 'asks for its notice alone',
  Zlib: 'asks for its notice alone',
  'BSD-2-Clause': 'asks for its notice alone',
  'BSD-2-Clause-Views': 'BSD-2-Clause with a sentence on whose views are whose',
  'BSD-3-Clause': 'asks for its notice alone',
  '0BSD': 'asks for nothing',
  'BlueOak-1.0.0': 'asks for its notice alone',
  'Python-2.0': 'asks for its notice alone',
  'PSF-2.0': 'asks for its notice alone',
  Unlicense: 'gives up all rights',
  'CC0-1.0': 'gives up all rights',
  'CC-BY-3.0': 'for data; asks for its author’s name',
  'MPL-2.0': 'asks to publish changed files of the package itself alone, and none is changed here',
};
