// Hands of somebody in a headset, for tests: where they are, and what they press.
import { Object3D, Ray, Vector3 } from 'three';
import type { Press, Source } from '../sources';

class Button implements Press {
  down = false;
  began = false;
  ended = false;

  get value(): number {
    return this.down ? 1 : 0;
  }

  to(down: boolean): void {
    this.began = down && !this.down;
    this.ended = !down && this.down;
    this.down = down;
  }
}

export class TestSource implements Source {
  tracked = true;
  aims = true;
  readonly ray = new Ray(new Vector3(), new Vector3(0, 0, -1));
  readonly palm = new Object3D();
  readonly tip = new Vector3(NaN, NaN, NaN);
  readonly select = new Button();
  readonly squeeze = new Button();
  readonly menu = new Button();
  readonly leap = new Button();
  readonly talk = new Button();
  stickX = 0;
  stickY = 0;
  readonly object = null;
  readonly felt: number[] = [];

  constructor(
    readonly side: XRHandedness,
    readonly kind: Source['kind'] = 'controller',
  ) {}

  pulse(strength: number): void {
    this.felt.push(strength);
  }

  at(x: number, y: number, z: number, yaw = 0): this {
    this.palm.position.set(x, y, z);
    this.palm.rotation.y = yaw;
    this.palm.updateMatrixWorld(true);
    this.ray.origin.copy(this.palm.position);
    return this;
  }

  /** A frame has passed: what began and ended is over. */
  settle(): void {
    for (const button of [this.select, this.squeeze]) button.to(button.down);
  }
}
