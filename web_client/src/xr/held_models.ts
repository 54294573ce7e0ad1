// Shows what is held: the model of each controller, as hands connect and let go.
import { Controllers } from './controllers';
import type { Tracked } from './hand_frame';

export class HeldModels {
  private readonly controllers: Controllers;
  private readonly shown: (XRInputSource | null)[];

  constructor(
    private readonly hands: readonly Tracked[],
    plain: boolean,
  ) {
    this.controllers = new Controllers(plain);
    this.shown = hands.map(() => null);
  }

  /** Once a frame. */
  step(): void {
    for (let i = 0; i < this.hands.length; i++) {
      const { grip, input } = this.hands[i];
      if (input === this.shown[i]) continue;
      this.shown[i] = input;
      if (input) this.controllers.take(grip, input);
      else this.controllers.drop(grip);
    }
    this.controllers.step();
  }
}
