import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What is fetched later. */
const parts: (() => Promise<unknown>)[] = [];
/** After this pause the page has drawn what it was opened for, in milliseconds. */
const preloadPauseMs = 1500;

/** Something that is needed even when the process that serves the page is gone. */
export function preload(load: () => Promise<unknown>): void {
  parts.push(load);
}

/** Fetches the other parts of the page while the process is there. @returns how to leave it */
export function preloadSoon(): () => void {
  const timer = setTimeout(() => {
    fetchParts().catch(() => undefined);
  }, preloadPauseMs);
  return () => {
    clearTimeout(timer);
  };
}

/** One after the other, parts of parts too. What does not come now is tried again when it is shown. */
async function fetchParts(): Promise<void> {
  await laterStyles();
  for (let at = 0; at < parts.length; at += 1) await parts[at]?.().catch(() => undefined);
}

/** A component that is fetched when it is first shown, so that the page itself is small. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  /** Its styles are among those that the page has at first. */
  isStyled = false,
): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  preload(load);
  return function Lazy(props: Props) {
    const [, setLoaded] = useState(known !== undefined);
    const [failure, setFailure] = useState('');
    useEffect(() => {
      if (known !== undefined) return;
      Promise.all([load(), isStyled ? undefined : laterStyles()]).then(
        ([component]) => {
          known = component;
          setLoaded(true);
        },
        () => {
          setFailure(
            'This part of the page could not be loaded, for the process that serves it does not answer. What was loaded before still works.',
          );
        },
      );
    }, []);
    const Component = known;
    if (Component === undefined) return <p class="empty">{failure}</p>;
    return <Component {...props} />;
  };
}

let styles: Promise<void> | undefined;

/** The styles of what is loaded later. Where the page's first ones are part of the page itself, all are there already. */
function laterStyles(): Promise<void> {
  styles ??= new Promise((done) => {
    const first = document.querySelector('link[rel=stylesheet]');
    if (first === null) {
      done();
      return;
    }
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = 'screens.css';
    // Without its styles a screen is not pretty, but says the same.
    link.onload = link.onerror = () => {
      done();
    };
    first.after(link);
  });
  return styles;
}
