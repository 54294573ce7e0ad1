// The page in one's own room, where no page lies over the picture: its panel hangs at a hand, and is pointed at and touched
// as in the branch.
import { Matrix4, Quaternion, Vector3 } from 'three';
import type { Comfort } from '../../interaction/comfort';
import type { Stage } from '../../scene/stage';
import { Head } from '../head';
import { Laser } from '../laser';
import { type PanelAbout, Panels } from '../panels/panels';
import { type Behind, Pointing } from '../pointing';
import { Sources } from '../sources';

const PRESSED = 0.72; // of the dot at a ray's end

/** Panels are all there is to point at. */
const NOTHING: Behind = { along: () => null, hovers: () => undefined, use: () => undefined, floor: () => undefined };

export class Desk {
  private readonly head: Head;
  private readonly sources: Sources;
  private readonly pointing: Pointing;
  private panels: Panels | null = null;
  private readonly laser: Laser;
  private readonly pose = new Matrix4();
  private readonly place = new Vector3();
  private readonly turn = new Quaternion();

  constructor(
    private readonly stage: Stage,
    private readonly comfort: Comfort,
  ) {
    this.head = new Head(stage);
    this.sources = new Sources(stage.renderer.xr, stage.rig);
    this.pointing = new Pointing(this.sources.all, NOTHING, comfort, () => this.panels?.pointables ?? [], () => false);
    this.laser = new Laser(this.sources.all.length);
  }

  /** The panels of this element are there from now on. */
  begin(host: HTMLElement): void {
    this.head.forget();
    this.panels = new Panels(host, this.stage, this.comfort);
    this.stage.rig.add(this.panels.group, this.laser.mesh);
  }

  end(): void {
    this.pointing.rest();
    this.sources.rest();
    this.panels?.dispose();
    this.panels = null;
    this.laser.mesh.removeFromParent();
  }

  /** In every frame; `xr` has the head's place once one has been drawn. */
  step(seconds: number): void {
    if (!this.panels || !this.head.begin()) return;
    const { position, rotation } = this.head;
    this.sources.read(this.head, this.comfort.gaze, seconds);
    this.pointing.step(seconds);
    this.pose.compose(this.place.copy(position), this.turn.copy(rotation), this.stage.rig.scale);
    this.panels.step(seconds, this.pose, this.sources.all);
    this.drawBeams();
  }

  /** This input points at a panel: its press is meant for that. */
  has(input: XRInputSource): boolean {
    return this.pointing.beams.some(({ source, over, held }) => source.object === input && (over ?? held) !== null);
  }

  get about(): readonly PanelAbout[] {
    return this.panels?.about ?? [];
  }

  private drawBeams(): void {
    const { laser, head } = this;
    laser.begin();
    for (const { source, shown, met, to, progress, pressed } of this.pointing.beams) {
      const gazes = source.kind === 'gaze';
      if (shown) laser.draw(gazes ? null : source.ray.origin, to, head.position, progress, !met && !gazes ? 0 : pressed ? PRESSED : 1);
    }
    laser.end();
  }
}
