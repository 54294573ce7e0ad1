// What a painter needs to know of an element's style, read once and kept until something may have changed it: asking the
// browser is the larger part of the work.
import { four, type Four, type Gradient, gradients, isClear, px, type Shadow, shadows, split } from './css';

export interface Border {
  readonly widths: Four;
  readonly colours: readonly [string, string, string, string];
}

export interface Outline {
  readonly width: number;
  readonly offset: number;
  readonly colour: string;
}

/** For screen readers alone. */
const UNSEEN = 'inset(50%)';

export interface Knob {
  readonly width: number;
  readonly height: number;
  /** Of its lower edge, above the line that letters stand on. */
  readonly raised: number;
  /** In the middle of its line instead. */
  readonly centred: boolean;
  readonly look: Look;
}

export class Lettering {
  readonly font: string;
  readonly size: number;
  readonly colour: string;
  readonly spacing: string;
  readonly lineHeight: number;
  /** Below the line that letters stand on; null: not underlined. */
  readonly underline: number | null;
  readonly keepsBlanks: boolean;

  constructor(style: CSSStyleDeclaration) {
    this.size = px(style.fontSize);
    this.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    this.colour = style.color;
    this.spacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
    this.lineHeight = px(style.lineHeight) || this.size * 1.2;
    this.underline = style.textDecorationLine.includes('underline') ? px(style.textUnderlineOffset) || this.size / 8 : null;
    this.keepsBlanks = style.whiteSpace.startsWith('pre');
  }
}

export class Look {
  readonly shown: boolean;
  /** Without a box of its own. */
  readonly contents: boolean;
  readonly opacity: number;
  readonly takesPointer: boolean;
  /** Painted after what lies around it. */
  readonly apart: boolean;
  readonly z: number;
  readonly clips: boolean;
  readonly scrolls: boolean;
  readonly ellipsis: boolean;
  readonly ground: string | null;
  readonly gradients: readonly Gradient[];
  readonly border: Border | null;
  readonly shadows: readonly Shadow[];
  readonly outline: Outline | null;
  /** Radians about its middle. */
  readonly turn: number;
  readonly knob: Knob | null;
  private words: Lettering | null = null;
  private rounding: string | null = null;

  constructor(
    private readonly style: CSSStyleDeclaration,
    element: Element | null,
  ) {
    const { display, position, overflow, backgroundColor } = style;
    const off = position === 'static';
    this.shown = display !== 'none' && style.visibility === 'visible' && (position !== 'absolute' || style.clipPath !== UNSEEN);
    this.contents = display === 'contents';
    this.opacity = Number(style.opacity);
    this.takesPointer = style.pointerEvents !== 'none';
    this.z = off ? 0 : px(style.zIndex);
    this.apart = !off || this.opacity < 1;
    const cuts = overflow !== 'visible';
    const drawing = element instanceof SVGElement;
    this.ellipsis = cuts && style.textOverflow === 'ellipsis';
    // Shortened words stay inside by themselves, and so do icons.
    this.clips = cuts && !this.ellipsis && !(drawing && this.corners === '0px');
    this.scrolls = cuts && /auto|scroll/.test(overflow);
    this.ground = isClear(backgroundColor) ? null : backgroundColor;
    this.gradients = gradients(style.backgroundImage);
    this.border = borderOf(style);
    this.shadows = shadows(style.boxShadow);
    this.outline = outlineOf(style);
    this.turn = drawing && style.rotate !== 'none' ? (px(style.rotate) * Math.PI) / 180 : 0;
    this.knob = element && isSwitch(element) ? knobOf(element) : null;
  }

  /** As the style has them. */
  get corners(): string {
    return (this.rounding ??= this.style.borderRadius);
  }

  get lettering(): Lettering {
    return (this.words ??= new Lettering(this.style));
  }

  /** Any other property, as it is now. */
  value(property: string): string {
    return this.style.getPropertyValue(property);
  }

  get padding(): Four {
    const { paddingTop, paddingRight, paddingBottom, paddingLeft } = this.style;
    return [px(paddingTop), px(paddingRight), px(paddingBottom), px(paddingLeft)];
  }
}

function borderOf(style: CSSStyleDeclaration): Border | null {
  const { borderWidth } = style;
  if (borderWidth === '0px') return null;
  return { widths: four(split(borderWidth, ' ').map(px)), colours: four(split(style.borderColor, ' ')) };
}

function outlineOf(style: CSSStyleDeclaration): Outline | null {
  const width = style.outlineStyle === 'none' ? 0 : px(style.outlineWidth);
  return width === 0 ? null : { width, offset: px(style.outlineOffset), colour: style.outlineColor };
}

/** The one thing that our styles draw before the words: a switch's knob on its track (choice.css). */
function isSwitch({ tagName, previousElementSibling: before }: Element): boolean {
  return tagName === 'SPAN' && before instanceof HTMLInputElement && before.type === 'checkbox';
}

function knobOf(element: Element): Knob | null {
  const style = getComputedStyle(element, '::before');
  if (style.content === 'none') return null;
  return { width: px(style.width), height: px(style.height), raised: px(style.verticalAlign), centred: getComputedStyle(element).display === 'flex', look: new Look(style, null) };
}

export class Looks {
  private kept = new WeakMap<Element, Look>();

  of(element: Element): Look {
    let look = this.kept.get(element);
    if (!look) {
      look = new Look(getComputedStyle(element), element);
      this.kept.set(element, look);
    }
    return look;
  }

  /** Of all elements. */
  forget(): void {
    this.kept = new WeakMap();
  }

  /** Of it and all that is in it. */
  forgetWithin(element: Element): void {
    this.kept.delete(element);
    for (const one of element.querySelectorAll('*')) this.kept.delete(one);
  }

  /** Of what it lies in, as styles may ask what that has; and of its own parts, as they may ask for their number. */
  forgetAround(element: Element): void {
    for (let one: Element | null = element; one; one = one.parentElement) this.kept.delete(one);
    for (const one of element.children) this.kept.delete(one);
  }
}
