// The room from above: floor, seats, exhibits, and everybody as a sign that goes where they go. All of it is in words in
// the list of people, so the drawing is one picture for who cannot see it.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { calm } from '../preferences';
import type { MemberView } from '../protocol/generated';
import { Field } from '../replica/fields';
import { store } from '../store';
import type { Desk } from './desk';
import { floorPath, heading, moves, readable, shortName, viewBox } from './plan';
import { desk } from './state';
import { poseOf } from './where';

const FRAME_MS = 80;
const CALM_MS = 1000; // for who wants little motion
const NAMES_MS = 500;
const NAME_FOOT = 24; // pixels below where somebody stands
const NAME_HALF = 9; // of its height
const CHAIR = 'M-5 -5V0A5 5 0 0 0 5 0V-5Z'; // its back is round
const NAMED = 40; // with more people only those have their names on who matter right now

interface Props {
  readonly controller: Desk;
}

/** Metres of the drawing in a pixel: signs and names keep their size, however large it is shown. */
function useUnit(box: string): { svg: { current: SVGSVGElement | null }; unit: number } {
  const svg = useRef<SVGSVGElement>(null);
  const unit = useSignal(0.02);
  useEffect(() => {
    const drawing = svg.current;
    if (!drawing) return;
    const [, , width, height] = box.split(' ').map(Number);
    const measure = (): void => {
      const { clientWidth, clientHeight } = drawing;
      if (clientWidth > 0) unit.value = Math.max(width / clientWidth, height / clientHeight);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(drawing);
    return () => observer.disconnect();
  }, [box, unit]);
  return { svg, unit: unit.value };
}

/** Brings every sign to where its member is shown, some times a second; out of sight nothing is done. */
function useMoving(controller: Desk, svg: { readonly current: SVGSVGElement | null }, unit: number): void {
  useEffect(() => {
    let last = 0;
    let spread = 0;
    let request = 0;
    const step = (now: number): void => {
      request = requestAnimationFrame(step);
      if (now - last < (calm.peek() ? CALM_MS : FRAME_MS) || !svg.current) return;
      last = now;
      const signs = [...svg.current.querySelectorAll<SVGGElement>('[data-slot]')];
      for (const sign of signs) place(sign, controller, unit);
      if (now - spread < NAMES_MS) return;
      spread = now;
      spreadNames(signs, controller, unit);
    };
    request = requestAnimationFrame(step);
    return () => cancelAnimationFrame(request);
  }, [controller, svg, unit]);
}

function place(sign: SVGGElement, { visit }: Desk, unit: number): void {
  const pose = poseOf(visit, Number(sign.dataset['slot']));
  sign.classList.toggle('unplaced', pose === null);
  if (!pose) return;
  sign.setAttribute('transform', `translate(${pose[Field.x].toFixed(2)} ${pose[Field.z].toFixed(2)}) scale(${unit.toFixed(5)})`);
  sign.querySelector('.look')?.setAttribute('transform', `rotate(${heading(pose[Field.yaw])})`);
  sign.classList.toggle('moving', moves(pose[Field.speed]));
}

/** Names stand where they cover no other; those who matter right now keep theirs. */
function spreadNames(signs: readonly SVGGElement[], { visit }: Desk, unit: number): void {
  const named = signs.flatMap((sign) => {
    const text = sign.querySelector('text');
    const pose = poseOf(visit, Number(sign.dataset['slot']));
    if (!text || !pose) return [];
    const written = { x: pose[Field.x] / unit, y: pose[Field.z] / unit, halfWidth: text.getComputedTextLength() / 2 + 3, halfHeight: NAME_HALF };
    return { sign, written, matters: sign.matches('.open, .calls, .staff') };
  });
  named.sort((a, b) => Number(b.matters) - Number(a.matters));
  const shown = readable(named.map(({ written }) => written));
  named.forEach(({ sign }, i) => sign.classList.toggle('unnamed', !shown[i]));
}

// ---- signs, in pixels around where somebody stands; shapes differ, not only colours

function Body({ role }: Pick<MemberView, 'role'>): JSX.Element {
  if (role === 'staff') return <rect class="body" x="-8" y="-8" width="16" height="16" rx="4" />;
  return <circle class="body" r="8" />;
}

function Sign({ member: view, named }: { member: MemberView; named: boolean }): JSX.Element {
  const { member, slot, role, name, away } = view;
  const calls = store.calls.value.some(({ caller, by }) => caller === member && by === null);
  const open = store.card.value?.member === member;
  const kind = ['sign-of', role, away && 'away', calls && 'calls', open && 'open'].filter(Boolean).join(' ');
  return (
    <g class={kind} data-slot={slot} data-member={member} onClick={() => (store.card.value = { member, report: false })}>
      <circle class="touch" r="18" />
      {calls && <circle class="ring" r="14" />}
      <path class="look" d="M-5 -9 0 -17 5 -9Z" />
      <Body role={role} />
      {calls && <path class="mark" d="M0 -4V1.500M0 4.500v.1" />}
      {(named || calls || open || role === 'staff') && (
        <text class="plan-name" y={NAME_FOOT}>
          {shortName(name)}
        </text>
      )}
    </g>
  );
}

function Things({ unit }: { unit: number }): JSX.Element {
  const { seats = [], exhibits = [] } = store.scene.value ?? {};
  const taken = new Set(store.members.value.map(({ seat }) => seat));
  return (
    <>
      {seats.map(({ seat, yaw, position: [x, , z] }) => (
        <g key={seat} class={taken.has(seat) ? 'seat taken' : 'seat'} transform={`translate(${x} ${z}) scale(${unit})`}>
          <path d={CHAIR} transform={`rotate(${heading(yaw)})`} />
        </g>
      ))}
      {exhibits.map(({ id, position: [x, , z] }) => (
        <g key={id} class="thing" transform={`translate(${x} ${z}) scale(${unit})`}>
          <path d="M0 -8 8 0 0 8 -8 0Z" />
        </g>
      ))}
    </>
  );
}

const LEGEND = [
  ['visitor', <circle class="body" r="8" />],
  ['staff', <rect class="body" x="-8" y="-8" width="16" height="16" rx="4" />],
  ['calling', <g><circle class="ring" r="13" /><circle class="body" r="8" /></g>],
  ['seat', <path d={CHAIR} />],
  ['thing', <path d="M0 -8 8 0 0 8 -8 0Z" />],
] as const;
const CLASSES = { visitor: 'sign-of visitor', staff: 'sign-of staff', calling: 'sign-of visitor calls', seat: 'seat', thing: 'thing' } as const;

function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-hidden="true">
      {LEGEND.map(([kind, drawing]) => (
        <li key={kind}>
          <svg class="plan-key" viewBox="-16 -16 32 32">
            <g class={CLASSES[kind]}>{drawing}</g>
          </svg>
          {t(`console.plan.${kind}`)}
        </li>
      ))}
    </ul>
  );
}

export function Plan({ controller }: Props): JSX.Element {
  const { min, max } = controller.visit.box;
  const floor = desk.floor.value;
  const box = viewBox(floor, { min, max });
  const { svg, unit } = useUnit(box);
  useMoving(controller, svg, unit);
  const shown = store.members.value.filter(({ aside }) => !aside);
  const path = floorPath(floor, { min, max });
  return (
    <>
      <h2 id="part-plan">{t('console.plan.title')}</h2>
      <svg ref={svg} class="plan" viewBox={box} role="img" aria-label={t('console.plan.summary', { count: shown.length })}>
        <path class="wall" d={path} stroke-width={7 * unit} />
        <path class="floor" d={path} stroke-width={unit} />
        <Things unit={unit} />
        {shown.map((member) => (
          <Sign key={member.member} member={member} named={shown.length <= NAMED} />
        ))}
      </svg>
      {shown.length === 0 && <p class="hint plan-empty">{t('console.plan.empty')}</p>}
      <Legend />
    </>
  );
}
