// What the page can do to a headset that is worn: the world has it, actions ask for it.

export interface Worn {
  /** Brings a keyboard of its own when a field has the focus. */
  readonly systemKeyboard: boolean;
  /** What is ahead of the face now is ahead in the room, and one stands where the room says. */
  recentre(): void;
  /** The eyes stand higher by so many metres, or lower; until the headset is taken off. */
  raise(by: number): void;
  /** Back to the screen, at the same place. */
  end(): Promise<void>;
  /** To the safe place, or back from it. */
  aside(on: boolean): void;
}
