/** The parts of a CycloneDX document that are changed here; https://cyclonedx.org/docs/1.5/json/ */
interface BillOfMaterials {
  readonly serialNumber?: string;
  readonly metadata: {
    readonly timestamp: string;
    readonly component: { readonly 'bom-ref': string; readonly name: string };
  };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Makes of what `npm sbom` prints for all packages a document of those that ship: with its own `--omit=dev` npm also leaves
 * out packages that ship and are needed for development, too. The document is the same for each build of a commit, without
 * a random number and with the time of the commit, and has the name of the package instead of that of the folder. Throws
 * where a package has no licence.
 */
export function formatBillOfMaterials(printed: string, name: string, created: string): string {
  const bill = JSON.parse(printed) as BillOfMaterials;
  const components = bill.components.filter(isShipped);
  const unlicensed = components.filter(({ licenses = [] }) => licenses.length === 0);
  if (unlicensed.length > 0)
    throw new Error(`Packages without a licence: ${unlicensed.map((each) => each.name).join(', ')}.`);
  const { component } = bill.metadata;
  const refs = new Set([component, ...components].map((each) => each['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  const metadata = { ...bill.metadata, timestamp: created, component: { ...component, name } };
  const whole = { ...bill, serialNumber: undefined, metadata, components, dependencies };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

const isShipped = ({ properties = [] }: Component): boolean =>
  !properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
