// The viewer's crowd: actors told of as by a server, shown by the page's own replica, cast and crowd.
import type { PerspectiveCamera } from 'three';
import { Cast } from '../avatars/cast';
import { Crowd } from '../avatars/crowd';
import type { Gesture } from '../avatars/gestures';
import { avatarOf, PEOPLE, type Uniform } from '../avatars/look';
import { openWardrobe } from '../avatars/wardrobe';
import type { MemberView } from '../protocol/generated';
import type { Box } from '../protocol/poses';
import type { Quality } from '../scene/quality';
import type { Variant } from '../scene/variant';
import { Visit } from '../visit';
import type { Actor, Random } from './actors';
import { Feed, hear, TICK_MS, visitTo } from './feed';

const FRAME_MS = 1000 / 60;
export const STAFF_EVERY = 12;
const GESTURING = 0.12;
const SHOWN: readonly Gesture[] = ['wave', 'think', 'present', 'nod'];

export class Company {
  readonly cast = new Cast();
  readonly crowd: Crowd;
  readonly visit: Visit;
  private readonly feed: Feed;
  private now = 0;
  private heard = 0;
  private readonly frames: ArrayBuffer[] = [];

  constructor(
    actors: readonly Actor[], box: Box, members: MemberView[], uniform: Uniform,
    quality: Quality, variant: Variant,
  ) {
    this.crowd = new Crowd(quality, variant, openWardrobe());
    const quiet = (): void => undefined;
    this.visit = new Visit(
      { phase: quiet, welcome: quiet, change: quiet, returned: quiet, reacted: quiet, place: () => null },
      () => this.now,
    );
    visitTo(this.visit, box, members);
    this.feed = new Feed(actors, box);
    this.cast.uniform = uniform;
    this.cast.sync(this.visit.room.members.values(), 0);
    this.crowd.cast(this.cast.figures);
  }

  /** Frames for the next so many milliseconds are made ahead, so that making them is not measured. */
  prepare(ms: number): void {
    while (this.frames.length * TICK_MS < ms) this.frames.push(this.feed.next());
  }

  /** One picture's worth of what the page does for others, all but the drawing itself. */
  step(camera: PerspectiveCamera, ms = FRAME_MS): void {
    this.now += ms;
    while (this.heard <= this.now) {
      hear(this.visit, this.frames.shift() ?? this.feed.next());
      this.heard += TICK_MS;
    }
    const time = this.visit.clock.shown(this.now);
    for (const figure of this.cast.figures) figure.step(this.visit.tracks, time, ms / 1000);
    this.crowd.draw(this.cast.figures, camera, true, () => 0, this.now / 1000, ms / 1000);
  }

  run(camera: PerspectiveCamera, seconds: number): void {
    const frames = Math.round((seconds * 1000) / FRAME_MS);
    for (let i = 0; i < frames; i++) this.step(camera);
  }

  /** A few of those who do not speak wave, show something or think. */
  gesture(random: Random): void {
    for (const figure of this.cast.figures)
      if (figure.talkingUntil === 0 && random() < GESTURING) figure.play(SHOWN[Math.floor(random() * SHOWN.length)]);
  }

  /** Models and clips are there, and everybody is drawn by them who is not in the onlooker's face. */
  async ready(camera: PerspectiveCamera): Promise<void> {
    for (let i = 0; i < 600; i++) {
      this.step(camera);
      if (this.cast.figures.every(({ animator, known, shown }) => known && (animator !== null || !shown))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the models have not come');
  }
}

/** All kinds of people in all colours; one in `staffEvery` is staff. */
export function membersOf(count: number, random: Random, staffEvery = STAFF_EVERY): MemberView[] {
  const any = (n: number): number => Math.floor(random() * n);
  const visitors = PEOPLE.filter(({ staff }) => !staff).length;
  return Array.from({ length: count }, (_, i) => ({
    member: `m_${i + 1}`,
    slot: i + 1,
    role: i % staffEvery === Math.min(5, staffEvery - 1) ? ('staff' as const) : ('visitor' as const),
    staff: null,
    name: `${i + 1}`,
    avatar: avatarOf({ person: i % visitors, top: any(6), second: any(4), hair: any(4) === 0 ? any(8) : 0, skin: 0 }),
    away: false,
    seat: null,
    aside: false,
    watching: false,
  }));
}
