import { ASKS, reviewText } from './reviews.js';

/** Scenarios in which answers are remembered, as they are by the webhook; in the others the engine judges each pod. */
export const REMEMBERED = [
  'burst of one template',
  '200 templates in turn',
  '1,000 templates in turn',
] as const;

/**
 * What is judged again and again: the review of one pod for each thing that a pod asks for, a burst of pods that a
 * Deployment makes of one template, and pods of many templates in turn, of which 1,000 are more than are remembered.
 */
export const SCENARIOS = [...ASKS, ...REMEMBERED] as const;
export type Scenario = (typeof SCENARIOS)[number];

const PODS_OF_A_BURST = 256;

/** The reviews of a scenario as JSON text, to be judged in turn. */
export function scenarioReviews(scenario: Scenario): readonly string[] {
  switch (scenario) {
    case 'burst of one template':
      return listOf(PODS_OF_A_BURST, (index) => renamed(reviewText('java'), index));
    case '200 templates in turn':
      return listTemplates(200);
    case '1,000 templates in turn':
      return listTemplates(1000);
    case 'nothing':
    case 'java':
    case 'three-languages':
      return [reviewText(scenario)];
  }
}

const listTemplates = (count: number): readonly string[] =>
  listOf(count, (index) => retold(renamed(reviewText('java'), index), index));

const listOf = <T>(count: number, item: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** Another pod of the same template: what the API server and the ReplicaSet choose anew for each one. */
function renamed(text: string, index: number): string {
  const suffix = (index + 60_466_176).toString(36).slice(-5);
  return text
    .replaceAll(
      '705ab4f5-6393-11e8-b7cc-42010a800002',
      `705ab4f5-6393-11e8-b7cc-${String(index).padStart(12, '0')}`,
    )
    .replaceAll('"name":"token"', `"name":"kube-api-access-${suffix}"`);
}

/** The pod of another Deployment: its names, its image and one of its variables differ. */
const retold = (text: string, index: number): string =>
  text
    .replaceAll('checkout', `service-${index}`)
    .replaceAll('6d5f8c7b9', (index + 0x6d5f8c7b9).toString(16))
    .replaceAll(':1.4.2', `:1.4.${index}`)
    .replaceAll('setting 2 of this', `setting 2 of service ${index}, this`);
