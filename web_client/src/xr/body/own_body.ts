// One's own body in a headset, as the others see it: the same figure from the same head and hands, but with fingers as they
// are, hands just where one's own are, and neither head nor hair. The crowd draws it.
import type { WebXRManager } from 'three';
import type { Crowd } from '../../avatars/crowd';
import { Figure } from '../../avatars/figure';
import type { Look } from '../../avatars/look';
import { joint } from '../../avatars/skeleton';
import type { Hand, Pose } from '../../protocol/poses';
import { VELOCITY_S } from '../../replica/motion';
import { Field, HAND_FIELDS } from '../../replica/fields';
import type { Source } from '../sources';
import { Fingers } from './fingers';

const JUMP_M = 0.5; // a way in one frame that is no step
const JUMP_RAD = 0.3;
const WRISTS = ['leftHand', 'rightHand'].map(joint);

type Place = readonly [number, number, number];

export class OwnBody {
  private readonly fingers: Fingers;
  private figure: Figure | null = null;
  private worn = false;
  private facing = 0;

  constructor(
    private readonly crowd: Crowd,
    xr: Pick<WebXRManager, 'getHand'>,
  ) {
    this.fingers = new Fingers(xr);
  }

  /** How one looks to others from now on. */
  dress(slot: number, look: Look): void {
    if (this.figure?.look.person === look.person && this.figure.slot === slot) {
      this.figure.tones = this.crowd.tones.row(look.colours);
      return;
    }
    this.figure = new Figure(slot, look, false);
    this.figure.fingers = this.fingers.bent;
    if (this.worn) this.crowd.wear(this.figure);
  }

  /**
   * Once a frame while a headset is worn, before the crowd is drawn: `pose` is what the others are told, `floor` the height
   * of the floor, `facing` how the headset's space is turned in the room.
   */
  step(pose: Pose, floor: number, facing: number, sources: readonly Source[], seconds: number): void {
    const { figure } = this;
    if (!figure) return;
    this.fingers.step(sources, seconds);
    this.move(figure.pose, pose, facing, seconds);
    figure.pose[Field.y] = floor;
    figure.pose[Field.yaw] = pose.yaw;
    figure.pose[Field.headY] = pose.y;
    figure.pose[Field.headset] = 1;
    figure.pose[Field.seated] = pose.seated ? 1 : 0;
    figure.pose.set(pose.head, Field.head);
    writeHand(pose.left, figure.pose, Field.leftTracked);
    writeHand(pose.right, figure.pose, Field.rightTracked);
    if (this.worn) return;
    this.worn = figure.known = figure.shown = true;
    this.crowd.wear(figure);
  }

  /** The headset is off, or its head is not known: nothing is to be seen of oneself. */
  rest(): void {
    if (!this.worn) return;
    this.worn = false;
    this.crowd.wear(null);
  }

  /** How far one's fingers are bent (`Fingers`). */
  get bent(): ArrayLike<number> {
    return this.fingers.bent;
  }

  /** Where one's wrists are drawn in the room, left and right; null while a hand, or one's body, is not. */
  get wrists(): readonly [Place | null, Place | null] {
    return [this.wrist(0), this.wrist(1)];
  }

  private wrist(side: 0 | 1): Place | null {
    const { figure } = this;
    if (!this.worn || !figure?.animator || figure.row < 0 || figure.pose[HAND_FIELDS[side]] !== 1) return null;
    const at = new Float64Array(3);
    figure.animator.joint(WRISTS[side], at);
    const sin = Math.sin(figure.bodyYaw), cos = Math.cos(figure.bodyYaw);
    const { pose } = figure;
    return [pose[Field.x] + at[0] * cos + at[2] * sin, pose[Field.y] + at[1], pose[Field.z] - at[0] * sin + at[2] * cos];
  }

  /** Place and pace; who is elsewhere at once, or turned at once, stands there anew. */
  private move(own: Float32Array, { x, z }: Pose, facing: number, seconds: number): void {
    const dx = x - own[Field.x], dz = z - own[Field.z];
    const jumped = !this.worn || dx * dx + dz * dz > JUMP_M * JUMP_M || Math.abs(Math.sin((facing - this.facing) / 2)) > JUMP_RAD / 2;
    this.facing = facing;
    own[Field.x] = x;
    own[Field.z] = z;
    if (jumped) own[Field.jump] = (own[Field.jump] + 1) % 8;
    const ease = 1 - Math.exp(-seconds / VELOCITY_S);
    own[Field.velocityX] += ((jumped || seconds === 0 ? 0 : dx / seconds) - own[Field.velocityX]) * ease;
    own[Field.velocityZ] += ((jumped || seconds === 0 ? 0 : dz / seconds) - own[Field.velocityZ]) * ease;
    own[Field.speed] = Math.sqrt(own[Field.velocityX] ** 2 + own[Field.velocityZ] ** 2);
  }
}

function writeHand({ tracked, position, rotation }: Hand, own: Float32Array, at: number): void {
  own[at] = tracked ? 1 : 0;
  if (!tracked) return;
  own.set(position, at + 1);
  own.set(rotation, at + 4);
}
