import type { ComponentChildren } from 'preact';

interface SampleProps {
  readonly children: ComponentChildren;
  readonly means: string;
  readonly more: string;
}

function Sample({ children, means, more }: SampleProps) {
  return (
    <li class="legend-item">
      <svg class="legend-sample" viewBox="0 0 96 26" width="96" height="26" aria-hidden="true">
        {children}
      </svg>
      <span>
        <strong>{means}</strong> <span class="muted">{more}</span>
      </span>
    </li>
  );
}

/** What is drawn in Flow and in the charts, each with a sample in the same style. */
export function Legend() {
  return (
    <ul class="legend">
      <Sample
        means="Message"
        more="from the server through the socket (the ring) to the automaton, or the other way"
      >
        <path class="legend-rail" d="M12 0V26M48 0V26" />
        <path class="flow-rail on" d="M84 0V26" />
        <g class="flow-arrow message">
          <path d="M12 13H78" />
          <path class="flow-head" d="M83 13l-7 -4v8z" />
          <circle class="flow-start" cx="12" cy="13" r="2.75" />
          <circle class="flow-via" cx="48" cy="13" r="2.25" />
        </g>
      </Sample>
      <Sample means="Post" more="one automaton tells another, with no socket; to all, it fans out">
        <path class="flow-rail on" d="M12 0V26M84 0V26" />
        <g class="flow-arrow post">
          <path d="M12 13H78" />
          <path class="flow-head" d="M83 13l-7 -4v8z" />
          <circle class="flow-start" cx="12" cy="13" r="2.75" />
        </g>
      </Sample>
      <Sample means="Not taken" more="discarded, refused or undelivered: the state has no use for it">
        <path class="legend-rail" d="M12 0V26" />
        <path class="flow-rail on" d="M84 0V26" />
        <g class="flow-arrow message trouble">
          <path d="M12 13H79" />
          <path class="flow-cross" d="M80 9l8 8m0 -8l-8 8" />
          <circle class="flow-start" cx="12" cy="13" r="2.75" />
        </g>
      </Sample>
      <Sample
        means="State, phase"
        more="an automaton has come to a new one; its line is thick while it lives"
      >
        <path class="legend-rail" d="M84 0V13" />
        <path class="flow-rail on" d="M84 13V26" />
        <rect class="legend-chip" x="10" y="4" width="62" height="18" rx="9" />
        <text class="legend-text" x="41" y="17" text-anchor="middle">
          Initial
        </text>
        <circle class="flow-dot state" cx="84" cy="13" r="5" />
      </Sample>
      <Sample
        means="Timer, check, stop"
        more="a timer fires; a digest was right, or ✗ was not; an automaton ends"
      >
        <path class="flow-rail on" d="M84 0V13" />
        <g class="flow-clock">
          <circle cx="16" cy="13" r="6" />
          <path d="M16 9.5v3.5l2.5 1.5" />
        </g>
        <path class="flow-check" d="M43 13l3.5 4l6 -8" />
        <rect class="flow-dot stop" x="79.5" y="8.5" width="9" height="9" rx="1.5" />
      </Sample>
      <Sample means="Socket" more="connects, is open, is closed">
        <path class="flow-plug is-connecting" d="M10 13h12M16 13v13" />
        <path class="flow-plug is-open" d="M42 11h12M42 15h12M48 15V26" />
        <path class="flow-plug is-close" d="M74 13h12M80 0v13" />
      </Sample>
      <Sample means="Active state" more="in a chart: filled, with a dot; the last transition is lit too">
        <rect class="legend-active" x="14" y="3" width="68" height="20" rx="6" />
        <text class="legend-text legend-text-active" x="48" y="17" text-anchor="middle">
          ready ●
        </text>
      </Sample>
      <Sample means="Final state" more="double border: the automaton, or this part of it, is done">
        <rect class="legend-line" x="14" y="2" width="68" height="22" rx="7" />
        <rect class="legend-line" x="17" y="5" width="62" height="16" rx="5" />
      </Sample>
    </ul>
  );
}
