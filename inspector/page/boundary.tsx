import { Component } from 'preact';
import type { ComponentChildren } from 'preact';

interface BoundaryProps {
  /** What is shown inside, for the sentence. */
  readonly name: string;
  readonly children: ComponentChildren;
}

interface Failed {
  readonly failure: string | undefined;
}

/** A record that cannot be drawn costs its part of the page, not the page. */
export class Boundary extends Component<BoundaryProps, Failed> {
  static override getDerivedStateFromError(error: unknown): Failed {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render({ name, children }: BoundaryProps, { failure }: Failed) {
    if (failure === undefined) return children;
    return (
      <div class="empty" role="alert">
        <p>
          {name} cannot show this: {failure}. The recording is still here.
        </p>
        <button
          type="button"
          onClick={() => {
            this.setState({ failure: undefined });
          }}
        >
          Try again
        </button>
      </div>
    );
  }
}
