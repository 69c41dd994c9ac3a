/** What the package for npm may hold: files by name, and folders with the endings of their files. */
const ALLOWED_FILES = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
const ALLOWED_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  dist: ['.js'],
  schemas: ['.schema.json'],
  // The chart has templates and a schema.
  manifests: ['.yaml', '.tpl', '.txt', '.schema.json', '.helmignore'],
};

/** What it must hold: without these it is of no use, or may not be passed on. */
const REQUIRED = [
  ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist/main.js'],
  'manifests/overlays/cluster-wide/kustomization.yaml',
];

/** Gives a sentence for each file that may not be in the package, and for each that is missing. */
export function listPackageFaults(paths: readonly string[]): readonly string[] {
  return [
    ...paths.filter((path) => !isAllowed(path)).map((path) => `The package may not hold ${path}.`),
    ...REQUIRED.filter((path) => !paths.includes(path)).map((path) => `The package lacks ${path}.`),
  ];
}

function isAllowed(path: string): boolean {
  const [folder = ''] = path.split('/');
  if (folder === path) return ALLOWED_FILES.includes(path);
  return ALLOWED_FOLDERS[folder]?.some((ending) => path.endsWith(ending)) === true;
}
