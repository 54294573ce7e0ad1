// All that one does with the exhibits of a room, joined: in hand, from close by, leading through them, their clips.
import type { Visit } from '../visit';
import type { Change } from '../replica/room';
import type { GraspLine } from '../interaction/grasp';
import type { Send, Tell } from './commands';
import { Handling, type Showroom } from './handling';
import { Leading } from './leading';
import { type Eyes, Looking } from './looking';
import { Playing, type Wall } from './playing';

/** What the exhibits need of the rest of the page. */
export interface Hall {
  readonly send: Send;
  readonly sendHeld: GraspLine['sendHeld'];
  readonly tell: Tell;
  now(): number;
  world(): (Showroom & Eyes & Wall) | null;
  /** The same while one has a 3D view. */
  view(): Eyes | null;
  /** Without a 3D view: one goes to stand before this place. */
  stand(position: readonly number[]): void;
}

export class Exhibition {
  readonly handling: Handling;
  readonly looking: Looking;
  readonly leading: Leading;
  readonly playing: Playing;

  constructor(visit: Visit, hall: Hall) {
    const { send, tell } = hall;
    const now = (): number => hall.now();
    const closer = (exhibit: string): void => this.looking.closer(exhibit);
    this.handling = new Handling(send, hall.sendHeld, visit, () => hall.world(), tell, now);
    this.looking = new Looking(() => hall.view(), (place) => hall.stand(place), (exhibit) => this.handling.pointed(exhibit), tell);
    this.leading = new Leading(send, visit, closer, () => this.looking.back(), tell, now);
    this.playing = new Playing(send, visit, () => hall.world(), tell, now);
  }

  /** Called 20 times a second while one is in a room. */
  step(): void {
    this.handling.step();
    this.leading.step();
  }

  changed({ exhibit, what }: Change & { kind: 'exhibit' }): void {
    this.handling.changed(exhibit);
    this.leading.changed(exhibit);
    if (what === 'exhibit.hotspot') this.looking.spotShown(exhibit.exhibit, exhibit.hotspot);
  }

  /** A fresh state: nothing is in hand, and nobody leads who did before. */
  loaded(): void {
    this.handling.loaded();
    this.leading.anew();
  }

  /** In another room: what was here is behind. */
  elsewhere(): void {
    this.handling.elsewhere();
    this.playing.anew();
    this.looking.gone();
  }

  /** The visit is over. */
  forget(): void {
    this.playing.anew();
    this.looking.back();
  }
}
