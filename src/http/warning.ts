/**
 * One warning of a review's answer. It travels in an HTTP header, so control characters go; Kubernetes asks for at most
 * 120 characters and cuts at 256 bytes once all of them together take 4096.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response
 */
export function warningText(sentence: string, longest: number): string {
  const text = sentence.replace(/\p{Cc}+/gu, ' ');
  if (text.length <= longest) return text;
  // The cut may leave half of a character that takes two UTF-16 units.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
