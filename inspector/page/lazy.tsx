import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component that is fetched when it is first shown, so that the page itself is small. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let known: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [, setLoaded] = useState(known !== undefined);
    const [failure, setFailure] = useState('');
    useEffect(() => {
      if (known !== undefined) return;
      Promise.all([load(), laterStyles()]).then(
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
