import { existsSync } from 'node:fs';
import { isInstalled, run } from './command.js';

/** Debian packages by a file or command that shows that they are there. */
type DebianPackages = Readonly<Record<string, () => boolean>>;

const CLUSTER_PACKAGES: DebianPackages = {
  containerd: () => isInstalled('containerd'),
  runc: () => isInstalled('runc'),
  'containernetworking-plugins': () => existsSync('/usr/lib/cni/bridge'),
  iptables: () => isInstalled('iptables'),
  conntrack: () => isInstalled('conntrack'),
  ipset: () => isInstalled('ipset'),
  iproute2: () => isInstalled('ip'),
  'busybox-static': () => existsSync('/bin/busybox'),
};

const IMAGE_PACKAGES: DebianPackages = {
  buildah: () => isInstalled('buildah'),
  'busybox-static': () => existsSync('/bin/busybox'),
};

const BROWSER_PACKAGES: DebianPackages = {
  chromium: () => isInstalled('chromium'),
  'fonts-dejavu-core': () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'),
};

const SHELL_PACKAGES: DebianPackages = {
  zsh: () => isInstalled('zsh'),
  fish: () => isInstalled('fish'),
};

/** Makes sure that the machine can run a node, as `ensurePackages` does. */
export function ensureRequirements(): void {
  if (process.platform !== 'linux') throw new Error('The test cluster needs Linux.');
  if (process.getuid?.() !== 0)
    throw new Error('The test cluster needs root: network namespaces, mounts and cgroups. Run it with sudo.');
  if (!isInstalled('go')) throw new Error('The test cluster needs Go 1.26 or later, to build Kubernetes.');
  ensurePackages(CLUSTER_PACKAGES);
}

/** Makes sure that the machine can build images without a container engine, as `ensurePackages` does. */
export function ensureImageRequirements(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('Building images here needs Linux and root. Run it with sudo.');
  ensurePackages(IMAGE_PACKAGES);
}

/** Makes sure that the machine has a browser, as `ensurePackages` does. */
export function ensureBrowserRequirements(): void {
  if (process.platform !== 'linux') throw new Error("The page is tested in Debian's Chromium, on Linux.");
  ensurePackages(BROWSER_PACKAGES);
}

/** Makes sure that the machine has the shells for which completion is written, as `ensurePackages` does. */
export function ensureShellRequirements(): void {
  ensurePackages(SHELL_PACKAGES);
}

/**
 * With `CI=true` missing Debian packages are installed; else, and where that fails, it throws and says what is missing.
 */
function ensurePackages(packages: DebianPackages): void {
  const missing = Object.keys(packages).filter((name) => packages[name]?.() !== true);
  if (missing.length === 0) return;
  const install = ['install', '--yes', '--no-install-recommends', ...missing];
  if (process.env['CI'] !== 'true')
    throw new Error(`Debian packages are missing; install them with: apt-get ${install.join(' ')}`);
  run('apt-get', ['update']);
  run('apt-get', install, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
