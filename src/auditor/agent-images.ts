import { LONGEST } from '../core/bounds.js';
import { ok } from '../core/result.js';
import { cutText } from '../core/shown-text.js';
import type { Statement } from '../kube/condition.js';
import type { ConditionObserver } from '../kube/observed-conditions.js';
import { redactText } from '../telemetry/redaction.js';
import type { FinishedRound } from './auditor.js';
import { MOST_IMAGES_TOLD } from './bounds.js';
import type { AwaitedImage } from './counts.js';

const TYPE = 'AgentImages';

/** Says whether pods wait for the image of an agent, by the last round of the auditor; it asks nothing itself. */
export const createAgentImagesObserver = (read: () => FinishedRound | undefined): ConditionObserver => ({
  types: [TYPE],
  observe: () => {
    const round = read();
    return Promise.resolve(ok(round === undefined ? undefined : [judgeImages(round.total.images)]));
  },
});

function judgeImages(images: readonly AwaitedImage[]): Statement {
  if (images.length === 0)
    return {
      ...{ type: TYPE, status: 'True', reason: 'Pulled' },
      message: 'No pod waits for the image of an agent.',
    };
  const sorted = [...images].sort((left, right) => right.pods - left.pods);
  const told = sorted.slice(0, MOST_IMAGES_TOLD).map(describeImage);
  const more = images.length - told.length;
  const list = more > 0 ? [...told, `${more} more`] : told;
  return {
    ...{ type: TYPE, status: 'False', reason: 'ImagePullFailed' },
    message:
      `Pods do not start, because the image of an agent cannot be pulled: ${list.join(', ')}. ` +
      'Put it there, or correct spec.images, spec.agents or the Instrumentation that names it; doka-tracing audit -A names the pods.',
  };
}

/** The name of an image was written by whoever made the pod. */
const describeImage = ({ image, reason, pods }: AwaitedImage): string =>
  `${cutText(redactText(image), LONGEST.url)} (${reason}, ${pods} pod${pods === 1 ? '' : 's'})`;
