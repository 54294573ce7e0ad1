// The name of what a ray is on in the room, beside its end: as large to the eye wherever that is, and before all else.
import { type InstancedMesh, type Quaternion, Vector3 } from 'three';
import { FONT_FAMILY, LabelSheet } from '../avatars/label_sheet';
import { PANEL_ORDER } from './panels/order';

const WIDTH = 1024; // pixels
const HEIGHT = 96;
const TEXT_PX = 46;
const PAD_PX = 26;
const METRES_A_PIXEL = 0.00065; // at one metre: letters of 30 mm
const ABOVE = 0.075; // of the distance
const NEARER = 0.92; // of the way from the eye
const INK = '#10242b';
const PAPER = 'rgba(255, 255, 255, 0.96)';

export class NameTag {
  private readonly sheet = new LabelSheet(1, 1, WIDTH, HEIGHT, PANEL_ORDER + 40);
  private readonly place = new Vector3();
  private words = '';

  /** `name`: what is pointed at, in words; '' for nothing. */
  constructor(private readonly name: () => string) {
    const { material } = this.sheet.mesh;
    for (const one of [material].flat()) one.depthTest = false;
  }

  get mesh(): InstancedMesh {
    return this.sheet.mesh;
  }

  /** Once a frame: at this place of the room, null for nowhere. `rotation` of the head. */
  step(at: Vector3 | null, eye: Vector3, rotation: Quaternion): void {
    const words = at ? this.name() : '';
    if (words !== this.words) this.paint((this.words = words));
    if (at && words !== '') {
      const distance = at.distanceTo(eye);
      this.place.copy(eye).lerp(at, NEARER);
      this.place.y += ABOVE * distance;
      this.sheet.put(0, this.place, rotation, METRES_A_PIXEL * distance, 1);
    }
    this.sheet.done(words !== '');
  }

  private paint(words: string): void {
    const { sheet, sheet: { pen } } = this;
    sheet.wipe(0);
    if (words === '') return;
    pen.font = `600 ${TEXT_PX}px ${FONT_FAMILY}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    const width = Math.min(WIDTH, pen.measureText(words).width + PAD_PX * 2);
    pen.fillStyle = PAPER;
    pen.beginPath();
    pen.roundRect((WIDTH - width) / 2, 6, width, HEIGHT - 12, (HEIGHT - 12) / 2);
    pen.fill();
    pen.fillStyle = INK;
    pen.fillText(words, WIDTH / 2, HEIGHT / 2 + 2, WIDTH - PAD_PX * 2);
  }
}
