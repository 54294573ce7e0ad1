// Signs, screens and the logo: flat quads of the model on which the page draws. Words are drawn anew in another language.
import {
  type BufferAttribute,
  CanvasTexture,
  type Material,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  SRGBColorSpace,
  Vector3,
} from 'three';
import type { Language } from '../i18n';
import { bringLogo, type Dressing } from './dressing';
import { contain, drawCalm, drawSign, drawToday, drawWelcome, type Subject, type Told, wordsOf } from './drawings';
import { drawAnnouncement, drawDuty, wordsOfTold } from './duty_board';
import { bringFonts, type Pen } from './lettering';
import { marksOf, nameOf, type SignMark, slotOf } from './marks';

type Draw = (pen: Pen, subject: Subject) => void;

interface Board {
  readonly id: string;
  readonly texture: CanvasTexture<HTMLCanvasElement>;
  readonly draw: Draw;
  /** It tells of staff. */
  readonly tells: boolean;
}

/** What is on screens of these names; all others are calm until there is something to announce. */
const SCREENS: Readonly<Record<string, Draw | undefined>> = { today: drawToday, welcome: drawWelcome, duty: drawDuty };
const SIGN_PX = 512;
const SCREEN_PX = 1024;
const CALM_PX = 512;
const LOGO_PX = 512;

export class Boards {
  private readonly all: Board[] = [];
  private readonly signs: SignMark[] = [];
  private logo: HTMLImageElement | null = null;
  private language: Language | null = null;
  private wanted: Language | null = null;
  private told: Told = { staff: [], announcement: null };

  /** `fine` is 1, or less where bytes of the graphics card are dear; `bring` brings the fonts for words. */
  constructor(
    root: Object3D,
    private readonly dressing: Dressing,
    private readonly fine: number,
    private readonly bring: (words: string) => Promise<void> = bringFonts,
  ) {
    root.updateMatrixWorld(true);
    root.traverse((object) => this.find(object));
  }

  get ids(): readonly string[] {
    return this.all.map(({ id }) => id);
  }

  /** The language that is written on the boards now. */
  get speaks(): Language | null {
    return this.language;
  }

  /** What screens tell of staff. */
  get tells(): Told {
    return this.told;
  }

  /** Draws everything in `language`, with fonts and logo; not if another has been asked for until these have come. */
  async speak(language: Language): Promise<void> {
    if (this.wanted === language) return;
    this.wanted = language;
    const words = wordsOf(this.signs, this.subject(language)) + wordsOfTold(this.told, language);
    const [logo] = await Promise.all([this.logo ?? bringLogo(this.dressing), this.bring(words)]);
    if (this.wanted !== language || this.language === language) return;
    this.logo = logo;
    this.language = language;
    this.draw(this.all);
  }

  /** Screens tell this of staff from now on: at once, nothing fades or blinks, and only if it is something else. */
  async tell(told: Told): Promise<void> {
    if (JSON.stringify(told) === JSON.stringify(this.told)) return;
    this.told = told;
    if (this.language === null) return;
    await this.bring(wordsOfTold(told, this.language));
    if (this.told === told) this.draw(this.all.filter(({ tells }) => tells));
  }

  private subject(language: Language): Subject {
    return { language, dressing: this.dressing, logo: this.logo, told: this.told };
  }

  private draw(boards: readonly Board[]): void {
    const subject = this.subject(this.language!);
    for (const { texture, draw } of boards) {
      const pen = texture.image.getContext('2d')!;
      pen.clearRect(0, 0, texture.image.width, texture.image.height);
      draw(pen, subject);
      texture.needsUpdate = true;
    }
  }

  private find(object: Object3D): void {
    const { sign, screen } = marksOf(object);
    if (sign) {
      this.signs.push(sign);
      this.add(object, SIGN_PX, (pen, subject) => drawSign(pen, sign, subject));
    } else if (screen) {
      const known = SCREENS[screen];
      const calm: Draw = (pen, subject) => (subject.told.announcement === null ? drawCalm(pen, screen, subject) : drawAnnouncement(pen, subject));
      this.add(object, known ? SCREEN_PX : CALM_PX, known ?? calm, { tells: !known || known === drawDuty });
    } else if (this.dressing.brand?.logo && object instanceof Mesh && slotOf(object.material as Material) === 'logo') {
      if (isQuad(object)) this.add(object, LOGO_PX, drawLogo, { transparent: true });
    }
  }

  private add(object: Object3D, longest: number, draw: Draw, { tells = false, transparent = false } = {}): void {
    const mesh = meshOf(object);
    if (!mesh) return;
    const { width, height } = sizeOf(mesh);
    const scale = (longest * this.fine) / Math.max(width, height);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(16, Math.round(width * scale));
    canvas.height = Math.max(16, Math.round(height * scale));
    const texture = new CanvasTexture(canvas);
    texture.flipY = false; // glTF counts rows from above
    texture.colorSpace = SRGBColorSpace;
    texture.anisotropy = 8;
    const { side, name } = mesh.material as Material;
    mesh.material = new MeshBasicMaterial({ name, map: texture, side, transparent, toneMapped: false });
    this.all.push({ id: nameOf(object), texture, draw, tells });
  }
}

function drawLogo(pen: Pen, { logo }: Subject): void {
  if (logo) contain(pen, logo, 0, 0, pen.canvas.width, pen.canvas.height);
}

function meshOf(object: Object3D): Mesh | null {
  let found: Mesh | null = null;
  object.traverse((one) => {
    if (!found && one instanceof Mesh) found = one;
  });
  return found;
}

/** Two triangles with texture coordinates: a picture can be put on it. */
function isQuad({ geometry }: Mesh): boolean {
  return geometry.attributes['uv'] !== undefined && geometry.attributes['position'].count <= 6;
}

/** Metres along both texture axes. */
export function sizeOf(mesh: Mesh): { width: number; height: number } {
  const uv = mesh.geometry.attributes['uv'] as BufferAttribute | undefined;
  const positions = mesh.geometry.attributes['position'] as BufferAttribute;
  if (!uv) return { width: 1, height: 1 };
  const corner = (u: number, v: number): Vector3 => {
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < uv.count; i++) {
      const distance = Math.hypot(uv.getX(i) - u, uv.getY(i) - v);
      if (distance < least) [best, least] = [i, distance];
    }
    return new Vector3().fromBufferAttribute(positions, best).applyMatrix4(mesh.matrixWorld);
  };
  const origin = corner(0, 0);
  return {
    width: Math.max(0.01, corner(1, 0).distanceTo(origin)),
    height: Math.max(0.01, corner(0, 1).distanceTo(origin)),
  };
}
