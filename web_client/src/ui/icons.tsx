// The few icons of the page, drawn with strokes in the text's colour; the control beside them has the words.
import type { JSX } from 'preact';

const paths = {
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 9c.4-3.6 3-6 6.5-6s6.1 2.4 6.5 6M16 4.4a3.5 3.5 0 0 1 0 6.3M17.5 14.3c2.3.7 3.7 2.8 4 5.7',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-2.6-11.4c.2-1.5 1.2-2.4 2.7-2.4s2.6.9 2.6 2.3c0 2-2.6 2.1-2.6 4.1M12 16.6v.1',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  leave: 'M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M10 8l-4 4 4 4M6 12h9',
  headset: 'M3 9.5A2.5 2.5 0 0 1 5.5 7h13A2.5 2.5 0 0 1 21 9.5v5a2.5 2.5 0 0 1-2.5 2.5h-2.6c-.8 0-1.5-.4-2-1l-1-1.4a1.1 1.1 0 0 0-1.8 0l-1 1.4c-.5.6-1.2 1-2 1H5.500A2.5 2.5 0 0 1 3 14.500Z',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M4 12 20 4l-5 16-3.500-6.500L4 12Z',
  left: 'M9 7 4 12l5 5M4.500 12H15a5 5 0 0 1 5 5v1',
  right: 'm15 7 5 5-5 5M19.500 12H9a5 5 0 0 0-5 5v1',
  up: 'M12 20V5M6 11l6-6 6 6',
  dice: 'M6 4h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM8.500 8.500v.1M15.500 8.500v.1M12 12v.1M8.500 15.500v.1M15.500 15.500v.1',
  unfold: 'm6 9 6 6 6-6',
  down: 'M12 4v15M6 13l6 6 6-6',
} as const;

export function Icon({ name }: { name: keyof typeof paths }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
