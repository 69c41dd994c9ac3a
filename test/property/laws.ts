import * as additions from './addition-laws.js';
import type { Law } from './law.js';
import { orderOfContainersSaysNothing } from './order-law.js';
import * as patches from './patch-laws.js';
import * as reports from './report-laws.js';
import * as resources from './resource-laws.js';
import { initContainersAreRestricted } from './security-laws.js';
import * as users from './user-laws.js';

/** What no pod may suffer, by what was received and what comes back: these hold of any answer to any pod. */
export const LAWS_OF_HARM: readonly (readonly [string, Law])[] = [
  ['big integers survive', patches.bigIntegersSurvive],
  ['the rest of the pod is kept', users.restOfThePodIsKept],
  ['annotations are kept', users.annotationsAreKept],
  ['labels are kept', users.labelsAreKept],
  ['containers keep their variables, mounts and fields', users.containersAreKept],
  ['what a ConfigMap holds is joined as it is', users.valuesOfConfigMapsAreWrittenOut],
  ['no operation carries what the user wrote', users.valuesOfTheUsersAreNotCarried],
  ['references of the user’s hold', additions.referencesOfTheUsersHold],
  ['names are unique and DNS labels', additions.namesAreGood],
  ['mounts have a volume and a path of their own', additions.mountsAreGood],
  ['added variables are new', additions.variablesAreNew],
  ['added containers are whole', additions.addedContainersAreWhole],
  ['added variables are valid', additions.variablesAreValid],
  ['added Secrets and ConfigMaps are optional', additions.sourcesAreOptional],
  ['annotations tell what was decided', reports.annotationsTell],
  ['the status is true', reports.statusIsTrue],
  ['class, request and limit of the pod stay', resources.classAndTotalsStay],
  ['LimitRanges hold', resources.limitRangesHold],
  ['resources of the pod as a whole hold', resources.resourcesOfThePodHold],
  ['limits have requests', resources.limitsHaveRequests],
  ['added init containers are restricted', initContainersAreRestricted],
];

/** Every law about a pod that asked, with what it says. */
export const LAWS: readonly (readonly [string, Law])[] = [
  ...LAWS_OF_HARM,
  ['the operations make the pod of the outcome', patches.operationsMakeThePod],
  ['inject prints the pod of the outcome as JSON', patches.printedPodIsThePod],
  ['the received pod is not changed', patches.receivedIsUntouched],
  ['a second admission has no operations', patches.secondAdmissionIsQuiet],
  ['the order of containers says nothing', orderOfContainersSaysNothing],
  ['added references stand after their definitions', additions.referencesStandAfterDefinitions],
  ['findings are sentences', reports.findingsAreSentences],
];
