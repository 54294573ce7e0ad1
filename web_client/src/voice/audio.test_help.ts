// An audio context that sounds nowhere: nodes know what they lead to, and a test says what they hear.
import { vi } from 'vitest';

export class FakeNode {
  readonly to = new Set<unknown>();
  /** What an analyser of this node hears. */
  loud = 0;

  connect<T>(target: T): T {
    this.to.add(target);
    if (target instanceof FakeAnalyser) target.from = this;
    return target;
  }

  disconnect(target?: unknown): void {
    if (target === undefined) this.to.clear();
    else this.to.delete(target);
  }
}

class FakeAnalyser extends FakeNode {
  from: FakeNode | null = null;

  getFloatTimeDomainData(out: Float32Array): void {
    out.fill(this.from?.loud ?? 0);
  }
}

const number = (value = 0): { value: number } => ({ value });

export class FakeGain extends FakeNode {
  readonly gain = number(1);
}

export class FakePanner extends FakeNode {
  readonly positionX = number();
  readonly positionY = number();
  readonly positionZ = number();
}

export class FakeContext {
  readonly destination = new FakeNode();
  readonly listener: Record<string, { value: number }> = Object.fromEntries(
    ['position', 'forward', 'up'].flatMap((name) => ['X', 'Y', 'Z'].map((axis) => [name + axis, number()])),
  );
  readonly gains: FakeGain[] = [];
  readonly panners: FakePanner[] = [];
  readonly sources: FakeNode[] = [];
  readonly elements: { srcObject: unknown; muted: boolean; play(): Promise<void> }[] = [];

  constructor() {
    const { panners, elements } = this;
    vi.stubGlobal('AnalyserNode', FakeAnalyser);
    vi.stubGlobal('PannerNode', class extends FakePanner {
      constructor() {
        super();
        panners.push(this);
      }
    });
    vi.stubGlobal('Audio', class {
      srcObject: unknown = null;
      muted = false;
      constructor() {
        elements.push(this);
      }
      play(): Promise<void> {
        return Promise.resolve();
      }
    });
  }

  createGain(): FakeGain {
    this.gains.push(new FakeGain());
    return this.gains.at(-1)!;
  }

  createMediaStreamSource(): FakeNode {
    this.sources.push(new FakeNode());
    return this.sources.at(-1)!;
  }

  createDynamicsCompressor = (): FakeNode => new FakeNode();
  createChannelSplitter = (): FakeNode => new FakeNode();
}
