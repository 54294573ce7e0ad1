// Shows what is held: the model of each controller, as hands connect and let go.
import { Controllers } from './controllers';
import type { Tracked } from './hand_frame';

export class HeldModels {
  private readonly controllers: Controllers;
  private readonly known: (XRInputSource | null)[];

  constructor(
    private readonly hands: readonly Tracked[],
    plain: boolean,
  ) {
    this.controllers = new Controllers(plain);
    this.known = hands.map(() => null);
  }

  /** The hands in which a model is to be seen. */
  get shown(): readonly XRHandedness[] {
    return this.hands.flatMap(({ grip, input }) => (input && this.controllers.shown(grip) ? [input.handedness] : []));
  }

  /** Once a frame. */
  step(): void {
    for (let i = 0; i < this.hands.length; i++) {
      const { grip, input } = this.hands[i];
      if (input === this.known[i]) continue;
      this.known[i] = input;
      if (input) this.controllers.take(grip, input);
      else this.controllers.drop(grip);
    }
    this.controllers.step();
  }
}
