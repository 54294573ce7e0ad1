// A read-only window on what the page shows, for tests and for support: no name, no text, nothing to call.
import type { Figure } from './avatars/figure';
import { PEOPLE } from './avatars/look';
import { ZONES } from './avatars/zones';
import { At } from './replica/places';
import type { Field as Fields } from './replica/tracks';
import { Field } from './replica/tracks';
import type { Controller } from './controller';
import type { SceneAbout } from './scene/about';
import type { Hearing } from './scene/ambience';
import type { Memory } from './scene/stage';
import { headsetOf, type ProbeHeadset } from './probe_headset';
import { type ProbeVoice, voiceOf, waysOf } from './probe_voice';
import { store } from './store';
import type { Way } from './voice/voice';
import type { TableAbout } from './xr/table/table';

type Place = readonly [number, number, number];

export interface ProbeMember {
  readonly member: string;
  readonly slot: number;
  readonly position: Place;
  readonly yaw: number;
  readonly headY: number;
  readonly headset: boolean;
  readonly seated: boolean;
  readonly hands: readonly [Place | null, Place | null];
  /** Of a wearer's head and hands (x, y, z, w). */
  readonly head: readonly number[];
  readonly handTurns: readonly (readonly number[])[];
  /** Who they are drawn as: an `id` of people.json, and the colour of each zone. */
  readonly person: string;
  readonly colours: Readonly<Record<string, string>>;
  /** 0 while nothing is drawn of them, then 1 (far) to 3 (near). */
  readonly level: number;
  /** How much of them one lets come so near, 0 to 1. */
  readonly presence: number;
  /** Whether their name, and words of theirs, are to be seen. */
  readonly plate: boolean;
  readonly bubble: boolean;
  /** The sign over their head, '' for none, and the gesture that they make. */
  readonly sign: string;
  readonly gesture: string;
}

/** How one moves, and what one points at. */
export interface ProbeMoving {
  /** Where one walks to by oneself. */
  readonly target: Place | null;
  /** The last such walk found no way on. */
  readonly blocked: boolean;
  readonly seat: string | null;
  /** Where the eyes are in the room now. */
  readonly eyes: Place;
  /** What is under the mouse, as kind and id. */
  readonly hover: string | null;
  readonly ring: boolean;
}

interface Carried {
  readonly position: Place;
  readonly scale: number;
  readonly away: number;
}

export interface Probe {
  readonly phase: string;
  readonly room: string;
  /** One's own name in it, '' before. */
  readonly member: string;
  /** Sockets opened since the page came. */
  readonly sockets: number;
  readonly quality: string;
  readonly graphics: string;
  readonly self: { readonly member: string; readonly slot: number; readonly position: Place; readonly yaw: number } | null;
  readonly moving: ProbeMoving | null;
  /** As soon as one is offered. */
  readonly headset: ProbeHeadset | null;
  /** The others, where they are drawn. */
  readonly members: readonly ProbeMember[];
  /** How one wants to look, as the chooser shows it, and whether one turns there. */
  readonly avatar: number;
  readonly preview: string;
  /** Each exhibit's rotation as it is drawn. */
  readonly exhibits: Readonly<Record<string, readonly number[]>>;
  /** Those that are not at home: where they are drawn, how large, and how far on their way from home (0 to 1). */
  readonly carried: Readonly<Record<string, Carried>>;
  /** The exhibit one looks at from close by, and how long the glide there still takes: 0 when it is over. */
  readonly closer: { readonly exhibit: string; readonly left: number } | null;
  /** What stands on one's own table, in that room's places. */
  readonly table: TableAbout | null;
  /** Where each clip is for everybody and on this screen, and when that was (ms, Unix, of this machine). */
  readonly clips: Readonly<Record<string, { readonly room: number; readonly screen: number; readonly paused: boolean; readonly at: number }>>;
  readonly marks: readonly { readonly id: string; readonly x: number; readonly y: number; readonly visible: boolean }[];
  /** The room as it is on show; null before. */
  readonly scene: SceneAbout | null;
  /** What the graphics card keeps. */
  readonly memory: Memory | null;
  /** The room's soft sound. */
  readonly hearing: Hearing;
  /** Sounds of a moment that were begun. */
  readonly chimes: number;
  readonly voice: ProbeVoice;
  /** What each way of voice has carried; browsers count it apart. */
  readonly ways: Promise<readonly Way[]>;
  readonly drawCalls: number;
  readonly triangles: number;
  readonly frame: number;
  /** The moment that the last picture shows, ms of `performance.now`. */
  readonly drawnAt: number;
  readonly serverFrames: number;
  /** How often another's hand was heard turning an exhibit. */
  readonly heldRecords: number;
  /** How many reactions of others were shown. */
  readonly reactions: number;
  readonly delayMs: number;
}

declare global {
  interface Window {
    readonly vbranchProbe: Probe;
  }
}

function hand(pose: Float32Array, tracked: typeof Fields.leftTracked | typeof Fields.rightTracked): Place | null {
  return pose[tracked] === 1 ? [pose[tracked + 1], pose[tracked + 2], pose[tracked + 3]] : null;
}

function turnAt(pose: Float32Array, at: number): number[] {
  return Array.from(pose.subarray(at, at + 4));
}

function membersOf({ world, visit }: Controller): ProbeMember[] {
  if (!world) return [];
  return world.others.cast.figures
    .filter(({ known }) => known)
    .map((figure) => ({ ...poseOf(figure, visit), ...lookOf(figure), ...world.others.plates.shown(figure) }));
}

type Looks = 'person' | 'colours' | 'level' | 'presence' | 'gesture';

function lookOf({ look, animator, drawn, presence }: Figure): Pick<ProbeMember, Looks> {
  const hex = (at: number): string => `#${[0, 1, 2].map((i) => look.colours[at * 4 + i].toString(16).padStart(2, '0')).join('')}`;
  const colours = Object.fromEntries(ZONES.map((zone, i) => [zone, hex(i)]));
  return { person: PEOPLE[look.person].id, colours, level: animator ? drawn : 0, presence, gesture: animator?.gestures.playing ?? '' };
}

function poseOf({ slot, pose }: Figure, visit: Controller['visit']): Omit<ProbeMember, Looks | 'plate' | 'bubble' | 'sign'> {
  return {
    member: visit.room.bySlot.get(slot)?.member ?? '',
    slot,
    position: [pose[Field.x], pose[Field.y], pose[Field.z]],
    yaw: pose[Field.yaw],
    headY: pose[Field.headY],
    headset: pose[Field.headset] === 1,
    seated: pose[Field.seated] === 1,
    hands: [hand(pose, Field.leftTracked), hand(pose, Field.rightTracked)],
    head: turnAt(pose, Field.head),
    handTurns: [turnAt(pose, Field.leftRotation), turnAt(pose, Field.rightRotation)],
  };
}

function selfOf({ world, visit }: Controller): Probe['self'] {
  if (!world || !store.me.value) return null;
  const { feet, yaw } = world.walker;
  return { member: visit.member, slot: visit.slot, position: [feet.x, feet.y, feet.z], yaw };
}

function movingOf({ world }: Controller): ProbeMoving | null {
  if (!world) return null;
  const { walker, pointing, stage } = world;
  const { target, blocked } = walker.stroll;
  const { elements } = stage.camera.matrixWorld;
  return {
    target: target && [target.x, target.y, target.z],
    blocked,
    seat: world.seat,
    eyes: [elements[12], elements[13], elements[14]],
    hover: pointing.hover && `${pointing.hover.kind} ${pointing.hover.id}`,
    ring: pointing.ring.group.visible,
  };
}

function exhibitsOf({ visit, handling: { grasp } }: Controller): Record<string, readonly number[]> {
  const shown: Record<string, readonly number[]> = {};
  for (const id of visit.room.exhibits.keys())
    shown[id] = Array.from((grasp.exhibit === id ? grasp.shown : turnOf(visit.places.shown(id))) ?? []);
  return shown;
}

function turnOf(place: Float32Array | null): ArrayLike<number> {
  return place?.subarray(At.turn, At.scale) ?? [];
}

function carriedOf({ world }: Controller): Probe['carried'] {
  const places: Record<string, Carried> = {};
  for (const { id, at, drawn } of world?.exhibits.all ?? [])
    if (drawn[At.away] > 0) places[id] = { position: [at.x, at.y, at.z], scale: drawn[At.scale], away: drawn[At.away] };
  return places;
}

function closerOf({ world }: Controller): Probe['closer'] {
  const closer = world?.self.closer;
  return closer?.exhibit ? { exhibit: closer.exhibit, left: closer.left } : null;
}

function clipsOf({ playing }: Controller): Probe['clips'] {
  const at = Date.now();
  return Object.fromEntries(Object.entries(playing.places).map(([id, place]) => [id, { ...place, at }]));
}

export function installProbe(controller: Controller): void {
  const { visit } = controller;
  const probe: Probe = {
    get phase() { return store.phase.value.name; },
    get room() { return visit.room.room; },
    get member() { return visit.member; },
    get sockets() { return controller.connection.sockets; },
    get quality() { return store.quality.value; },
    get graphics() { return store.graphics.value; },
    get self() { return selfOf(controller); },
    get moving() { return movingOf(controller); },
    get headset() { return headsetOf(controller.world); },
    get members() { return membersOf(controller); },
    get avatar() { return store.avatar.value; },
    get preview() { return store.preview.value; },
    get exhibits() { return exhibitsOf(controller); },
    get carried() { return carriedOf(controller); },
    get closer() { return closerOf(controller); },
    get table() { return controller.world?.table?.about ?? null; },
    get clips() { return clipsOf(controller); },
    get marks() { return (controller.world?.exhibits.marks ?? []).map(({ id, x, y, visible }) => ({ id, x, y, visible })); },
    get scene() { return controller.world?.about ?? null; },
    get memory() { return controller.world?.stage.memory ?? null; },
    get hearing() { return controller.world?.ambience.hearing ?? 'off'; },
    get chimes() { return controller.chimes.played; },
    get voice() { return voiceOf(controller); },
    get ways() { return waysOf(controller); },
    get drawCalls() { return controller.world?.calls ?? 0; },
    get triangles() { return controller.world?.triangles ?? 0; },
    get frame() { return controller.world?.frame ?? 0; },
    get drawnAt() { return controller.world?.drawnAt ?? 0; },
    get serverFrames() { return visit.frames; },
    get heldRecords() { return visit.heldRecords; },
    get reactions() { return controller.expressing.seen; },
    get delayMs() { return visit.clock.delayMs; },
  };
  Object.defineProperty(window, 'vbranchProbe', { value: Object.freeze(probe), writable: false, configurable: false });
}
