// A clock that follows the server's tick time: which moment of the past is to be shown now.

const WINDOW = 64; // frames that are remembered: about three seconds
const SNAP_MS = 1500; // further off than this time has to be set anew
const SLEW = 0.04; // the offset may drift by 4% of the time that passes: not to be seen
const SLEW_MOST = 0.2; // and by so much when it is far off: to be seen, but no jump
const SLEW_SOON_MS = 2000;
const TICK_MS = 50;
const SPARE_MS = 60; // behind the newest frame but one: there is nearly always a later sample
const BASE_DELAY_MS = TICK_MS + SPARE_MS;
const MAX_JITTER_MS = 290;
const WRAP = 2 ** 32; // of the frames' time (F-3)

/** Times are ms; local ones come from the caller, server ones are those of the frames, unwrapped. */
export class ServerClock {
  /** ms from one frame to the next as they are sent: more when the server has much to do (F-3). */
  spacing = TICK_MS;
  private readonly lags = new Float64Array(WINDOW);
  private count = 0;
  private lastServer = 0;
  private offset = 0; // local - server, as it is followed
  private wanted = 0; // local - server, of the quickest frames
  private delay = BASE_DELAY_MS;
  private wantedDelay = BASE_DELAY_MS;
  private lastShown = 0;
  /** One moment by the server's clock, by that of the frames, and by ours (H-3). */
  private readonly tied = { unix: 0, frame: 0, local: 0 };

  reset(): void {
    this.count = 0;
    this.spacing = TICK_MS;
    this.delay = this.wantedDelay = BASE_DELAY_MS;
  }

  /** The same moment by both of the server's clocks, as a welcome tells it at `local`. */
  tie(unix: number, frame: number, local: number): void {
    Object.assign(this.tied, { unix, frame, local });
  }

  /** What the server's clock says at `local`: ms, Unix. As the quickest frames tell it, as soon as there are some. */
  unixAt(local: number): number {
    const { unix, frame, local: then } = this.tied;
    if (this.count === 0) return unix + local - then;
    const since = local - this.wanted - frame;
    return unix + since - Math.round(since / WRAP) * WRAP;
  }

  get ready(): boolean {
    return this.count > 0;
  }

  /** How far behind the server what is shown lies, ms. */
  get delayMs(): number {
    return this.delay;
  }

  /** A frame came at `local` that was packed at `timeMs` (modulo 2^32). Its server time, unwrapped. */
  frame(timeMs: number, local: number): number {
    if (this.count === 0) {
      this.lastServer = timeMs;
      this.lastShown = local;
    } else this.lastServer += (timeMs - this.lastServer) | 0;
    const server = this.lastServer;
    this.lags[this.count % WINDOW] = local - server;
    this.count++;
    this.measure();
    if (this.count === 1 || Math.abs(this.wanted - this.offset) > SNAP_MS) this.offset = this.wanted;
    return server;
  }

  /** The server time to show at `local`; call once a drawn frame. */
  shown(local: number): number {
    const passed = Math.max(0, local - this.lastShown);
    this.lastShown = local;
    this.offset = slewed(this.offset, this.wanted, passed);
    this.delay = slewed(this.delay, this.wantedDelay, passed);
    return local - this.offset - this.delay;
  }

  /** The quickest frame is the truest; how much later the others come is the jitter to wait for. */
  private measure(): void {
    const n = Math.min(this.count, WINDOW);
    let least = Infinity;
    let worst = -Infinity;
    let second = -Infinity; // one late frame in the window is not yet a habit
    for (let i = 0; i < n; i++) {
      const lag = this.lags[i];
      if (lag < least) least = lag;
      if (lag > worst) {
        second = worst;
        worst = lag;
      } else if (lag > second) second = lag;
    }
    this.wanted = least;
    const jitter = n < 3 ? 0 : second - least;
    this.wantedDelay = this.spacing + SPARE_MS + Math.min(MAX_JITTER_MS, jitter);
  }
}

function slewed(value: number, goal: number, passed: number): number {
  const off = goal - value;
  const most = passed * Math.min(SLEW_MOST, Math.max(SLEW, Math.abs(off) / SLEW_SOON_MS));
  return value + Math.max(-most, Math.min(most, off));
}
