// The others in the room as one sees them: their figures, names, words and reactions; and oneself in a headset, who is drawn
// as one of them.
import { Group, type PerspectiveCamera } from 'three';
import { Cast } from './avatars/cast';
import { Crowd } from './avatars/crowd';
import type { Figure } from './avatars/figure';
import { lookOf } from './avatars/look';
import { Nameplates } from './avatars/nameplates';
import type { PlateOwner } from './avatars/plate_drawing';
import { openWardrobe } from './avatars/wardrobe';
import { roleName } from './badges';
import type { Reaction } from './reactions';
import { coloursOf, type Dressing } from './scene/dressing';
import type { Stage } from './scene/stage';
import type { Variant } from './scene/variant';
import type { Visit } from './visit';
import { OwnBody } from './xr/body/own_body';

const RAISED_S = 5; // a hand stays up
const SPEAKS_S = 0.6;
const NOBODY: readonly Figure[] = [];
type FloorBelow = Parameters<Crowd['draw']>[3];

export class Others {
  readonly cast = new Cast();
  readonly crowd: Crowd;
  readonly plates: Nameplates;
  /** Oneself in a headset. */
  readonly body: OwnBody;
  /** All that is drawn of them. */
  readonly group = new Group();
  /** One is out of the room: nobody is to be seen. */
  alone = false;
  private readonly speaking = new Set<number>();

  constructor(
    stage: Stage,
    variant: Variant,
    private readonly visit: Visit,
  ) {
    this.crowd = new Crowd(stage.quality, variant, openWardrobe());
    this.plates = new Nameplates((slot) => this.ownerOf(slot));
    this.body = new OwnBody(this.crowd, stage.renderer.xr);
    this.group.add(this.crowd.group, this.plates.group);
  }

  /** Somebody came, went or has another name. */
  sync(dressing: Dressing): void {
    const { cast, visit: { slot, room: { members, bySlot } } } = this;
    const { primary, secondary } = coloursOf(dressing);
    cast.uniform = { top: primary, accent: secondary };
    cast.sync(members.values(), slot);
    this.crowd.cast(cast.figures);
    const me = bySlot.get(slot);
    if (me) this.body.dress(me.slot, lookOf(me.avatar, me.role, cast.uniform));
    this.plates.refresh();
  }

  /** Somebody has said something: their words are shown, and they are seen to speak. */
  hear(slot: number, text: string): void {
    const figure = this.cast.figure(slot);
    if (figure) this.plates.say(figure, text, performance.now() / 1000);
  }

  /** Somebody is heard speaking, or no longer: their name shows it, and their hands go along. To be said again meanwhile. */
  speak(slot: number, on: boolean): void {
    const figure = this.cast.figure(slot);
    if (figure && on) figure.talkingUntil = Math.max(figure.talkingUntil, performance.now() / 1000 + SPEAKS_S);
    if (this.speaking.has(slot) === on) return;
    if (on) this.speaking.add(slot);
    else this.speaking.delete(slot);
    this.plates.refresh();
  }

  /** Somebody shows a reaction: a gesture of the body, or a sign over the head. */
  react(slot: number, reaction: Reaction): void {
    const figure = this.cast.figure(slot);
    if (!figure) return;
    if (reaction.clip) figure.play(reaction.clip, reaction.name === 'raise' ? RAISED_S : 0);
    else this.plates.react(figure, reaction, performance.now() / 1000);
  }

  /** To where they are at `time` of the room. */
  move(time: number, seconds: number): void {
    for (const figure of this.cast.figures) figure.step(this.visit.tracks, time, seconds);
  }

  /** `known`: where the camera looks is known. `now`: seconds of the page. */
  draw(camera: PerspectiveCamera, known: boolean, floorBelow: FloorBelow, now: number, seconds: number): void {
    this.crowd.draw(this.alone ? NOBODY : this.cast.figures, camera, known, floorBelow, now, seconds);
    this.plates.group.visible = !this.alone;
    if (!this.alone) this.plates.draw(this.cast.figures, camera, now, seconds);
  }

  private ownerOf(slot: number): PlateOwner | null {
    const member = this.visit.room.bySlot.get(slot);
    return member ? { name: member.name, badge: member.role === 'staff' ? roleName(member.staff) : null, away: member.away, speaks: this.speaking.has(slot) } : null;
  }
}
