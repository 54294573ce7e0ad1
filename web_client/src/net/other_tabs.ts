// Tabs of one browser share its session, and a session has one visit: the tab that is inside tells the others of it,
// so that they offer to go on with that visit instead of asking for a name that would not count.

/** The visit of another tab. */
export interface Elsewhere {
  readonly name: string;
}

type Message = { readonly ask: true } | { readonly inside: Elsewhere | null };

/** The part of BroadcastChannel that is used; what a tab says, all others hear. */
export interface Channel {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<Message>) => void) | null;
}

export class OtherTabs {
  private mine: Elsewhere | null = null;

  constructor(
    private readonly channel: Channel,
    found: (elsewhere: Elsewhere | null) => void,
  ) {
    channel.onmessage = ({ data }) => {
      if ('inside' in data) found(data.inside);
      else if (this.mine) this.tell();
    };
    channel.postMessage({ ask: true });
  }

  /** This tab is inside under this name, or no more. */
  inside(name: string | null): void {
    if (name === (this.mine?.name ?? null)) return;
    this.mine = name === null ? null : { name };
    this.tell();
  }

  private tell(): void {
    this.channel.postMessage({ inside: this.mine });
  }
}
