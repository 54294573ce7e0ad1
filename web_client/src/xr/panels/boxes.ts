// Where the elements of a panel lie, in the order in which they were painted: what a ray meets, as the page itself cannot
// be asked for what is off the screen.

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Page pixels; what is cut off by a list that scrolls is not part of it. */
export interface Box extends Rect {
  readonly element: Element;
}

export function cut(a: Rect, b: Rect): Rect {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

export function apart(a: Rect, b: Rect): boolean {
  return a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;
}

export function contains({ left, top, right, bottom }: Rect, x: number, y: number): boolean {
  return x >= left && x < right && y >= top && y < bottom;
}

/** The topmost at this place, which was painted last. */
export function hit(boxes: readonly Box[], x: number, y: number): Element | null {
  for (let i = boxes.length - 1; i >= 0; i--) if (contains(boxes[i], x, y)) return boxes[i].element;
  return null;
}
