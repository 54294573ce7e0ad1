// Drawn hints of the first steps: a mouse or a finger that drags, keys or a pad, a thing that is pointed at.
import type { JSX } from 'preact';
import type { Step } from '../steps';

const MOUSE = (
  <g class="moves sideways">
    <rect x="33" y="18" width="30" height="44" rx="15" />
    <path d="M48 18v16M33 35h30" />
  </g>
);
const FINGER = (
  <g class="moves sideways">
    <circle cx="48" cy="40" r="9" class="filled" />
    <circle cx="48" cy="40" r="17" />
  </g>
);
const ARROWS = <path d="M20 30 11 40l9 10M76 30l9 10-9 10" class="strong" />;

function KeyCap({ x, y, letter }: { x: number; y: number; letter: string }): JSX.Element {
  return (
    <g class={letter === 'W' ? 'moves press' : ''}>
      <rect x={x} y={y} width="24" height="24" rx="6" />
      <text x={x + 12} y={y + 17}>
        {letter}
      </text>
    </g>
  );
}

const KEYS = (
  <>
    <KeyCap x={36} y={12} letter="W" />
    <KeyCap x={8} y={42} letter="A" />
    <KeyCap x={36} y={42} letter="S" />
    <KeyCap x={64} y={42} letter="D" />
  </>
);
const PAD = (
  <>
    <circle cx="48" cy="40" r="30" />
    <circle cx="48" cy="40" r="13" class="filled moves upward" />
  </>
);
const THING = (
  <>
    <path d="M24 62h48M30 62V30l18-10 18 10v32M48 20v42" />
    <circle cx="62" cy="40" r="7" class="filled moves pulse" />
  </>
);

function drawing(kind: Step, touch: boolean): JSX.Element {
  if (kind === 'meet') return THING;
  if (kind === 'walk') return touch ? PAD : KEYS;
  return (
    <>
      {ARROWS}
      {touch ? FINGER : MOUSE}
    </>
  );
}

export function Hint({ kind, touch, done }: { kind: Step; touch: boolean; done: boolean }): JSX.Element {
  return (
    <svg class="drawn" viewBox="0 0 96 80" aria-hidden="true" focusable="false">
      {done ? <path d="m28 42 14 14 28-32" class="strong" /> : drawing(kind, touch)}
    </svg>
  );
}
