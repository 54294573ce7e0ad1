// Reads how loud it is at one point of the sound's way, and lets it pass.

const SAMPLES = 1024;
const FORGETS = 0.8; // of the peak, at each reading

export class Tap {
  /** The loudest sample lately, 0 to 1. */
  peak = 0;
  private readonly analyser: AnalyserNode;
  private readonly samples = new Float32Array(SAMPLES);

  constructor(
    context: AudioContext,
    private readonly from: AudioNode,
    output = 0,
  ) {
    this.analyser = new AnalyserNode(context, { fftSize: SAMPLES });
    from.connect(this.analyser, output);
  }

  /** The last samples; used again by the next reading. */
  read(): Float32Array {
    const { samples } = this;
    this.analyser.getFloatTimeDomainData(samples);
    let peak = this.peak * FORGETS;
    for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]));
    this.peak = peak;
    return samples;
  }

  close(): void {
    try {
      this.from.disconnect(this.analyser);
    } catch {
      // What it was at is gone already.
    }
  }
}
