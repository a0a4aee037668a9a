import { libraryPosts } from '../classes/library-posts.js';
import { isKind, walk } from '../read/nodes.js';
import type { PhpProject } from '../read/model.js';
import { postsIn } from './posts.js';

const posted = new WeakMap<PhpProject, ReadonlySet<string>>();

/**
 * From where a machine takes a message, as it is written in `accepts`: from anywhere, as PHP does; only from posts when
 * the project posts it and its name is not that of an answer, or when the library's logins post it.
 */
export function acceptedFrom(mt: string, project: PhpProject): string {
  if (libraryPosts.includes(mt)) return `'post'`;
  const isPosted = postedIn(project).has(mt);
  return isPosted && !/(Result|Info|Complete)$/.test(mt) ? `'post'` : `['wire', 'post']`;
}

function postedIn(project: PhpProject): ReadonlySet<string> {
  const known = posted.get(project);
  if (known) return known;
  const found = new Set<string>();
  for (const file of project.files) {
    walk(file.ast, (node) => {
      if (isKind(node, 'method')) for (const { mt } of postsIn(node)) if (mt !== undefined) found.add(mt);
    });
  }
  posted.set(project, found);
  return found;
}
