/** Posts that say that an App Service's automaton, which logs in with the help of the PBX's, has failed. */
const failures = new WeakSet();

/** Marks a post; not by a member, because members of posts are seen by everybody. */
export function markFailureOfClient(post: object): void {
  failures.add(post);
}

/** Whether this `AppLoginFailure` is of an automaton that the PBX's automaton serves. */
export function isFailureOfClient(post: object): boolean {
  return failures.has(post);
}
