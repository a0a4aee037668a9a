import type { ComponentChildren } from 'preact';

interface SampleProps {
  readonly children: ComponentChildren;
  readonly means: string;
  readonly more: string;
}

function Sample({ children, means, more }: SampleProps) {
  return (
    <li class="legend-item">
      <svg class="legend-sample" viewBox="0 0 96 28" width="96" height="28" aria-hidden="true">
        <path class="legend-rail" d="M12 0V28M84 0V28" />
        {children}
      </svg>
      <span>
        <strong>{means}</strong> <span class="muted">{more}</span>
      </span>
    </li>
  );
}

/** What is drawn in Flow and in the charts, each with a sample of it. */
export function Legend() {
  return (
    <ul class="legend">
      <Sample means="Message" more="goes over a socket, in the direction of the arrow">
        <path class="legend-line" d="M12 14H78" />
        <path class="legend-head" d="M84 14L75 10V18Z" />
      </Sample>
      <Sample means="Post" more="one automaton tells another, with no socket; to all: it fans out">
        <path class="legend-line legend-post" d="M12 14H78" />
        <path class="legend-head legend-post" d="M84 14L75 10V18Z" />
      </Sample>
      <Sample
        means="Not taken"
        more="discarded, refused or undelivered: the receiver's state has no use for it"
      >
        <path class="legend-line" d="M12 14H74" />
        <path class="legend-cross" d="M79 9L89 19M89 9L79 19" />
      </Sample>
      <Sample means="State, phase" more="an automaton has come to a new one; the name stands on its line">
        <rect class="legend-chip" x="18" y="6" width="60" height="16" rx="8" />
        <text class="legend-text" x="48" y="18" text-anchor="middle">
          Initial
        </text>
      </Sample>
      <Sample means="Timer" more="set, run out or stopped">
        <circle class="legend-line" cx="84" cy="14" r="7" />
        <path class="legend-line" d="M84 10V14L87 16" />
      </Sample>
      <Sample means="Check" more="a digest was computed and compared: it was right, or ✗ it was not">
        <path class="legend-check" d="M77 14L82 19L91 9" />
      </Sample>
      <Sample
        means="Active state"
        more="in a chart: filled and with a dot; the arrow or row of the last transition is lit too"
      >
        <rect class="legend-active" x="18" y="5" width="60" height="18" rx="6" />
        <text class="legend-text legend-text-active" x="48" y="18" text-anchor="middle">
          ready ●
        </text>
      </Sample>
      <Sample means="Final state" more="double border: the automaton, or this part of it, is done">
        <rect class="legend-line" x="18" y="4" width="60" height="20" rx="7" />
        <rect class="legend-line" x="21" y="7" width="54" height="14" rx="5" />
      </Sample>
    </ul>
  );
}
