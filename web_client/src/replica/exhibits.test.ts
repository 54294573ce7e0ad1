import { describe, expect, it } from 'vitest';
import type { ExhibitView } from '../protocol/generated';
import { exhibitAfter, type ExhibitEntry, mediaPosition } from './exhibits';

const card: ExhibitView = {
  exhibit: 'card', index: 0, holder: 'm_1', rotation: [0, 0, 0, 1], hotspot: null, offered: 'm_2', guide: null, media: null,
};
type Rest<T> = T extends unknown ? Omit<T, 'seq' | 'at' | 'exhibit'> : never;
const after = (entry: Rest<ExhibitEntry>): ExhibitView =>
  exhibitAfter(card, { seq: 1, at: 5000, exhibit: 'card', ...entry } as ExhibitEntry);

describe('an exhibit after an entry', () => {
  it('is in other hands, and the offer is over', () => {
    expect(after({ kind: 'exhibit.taken', member: 'm_2' })).toEqual({ ...card, holder: 'm_2', offered: null });
  });

  it('is free, and the offer is over', () => {
    const turned = after({ kind: 'exhibit.released', member: null, rotation: [0, 1, 0, 0] });
    expect(turned).toEqual({ ...card, holder: null, offered: null, rotation: [0, 1, 0, 0] });
  });

  it('is turned and stays offered', () => {
    const turned = after({ kind: 'exhibit.settled', member: 'm_1', rotation: [1, 0, 0, 0] });
    expect(turned).toEqual({ ...card, rotation: [1, 0, 0, 0] });
  });

  it('is offered to another, or to nobody', () => {
    expect(after({ kind: 'exhibit.offered', member: 'm_1', to: 'm_3' }).offered).toBe('m_3');
    expect(after({ kind: 'exhibit.offered', member: null, to: null }).offered).toBeNull();
  });

  it('is led through by somebody, and by nobody again', () => {
    const led = after({ kind: 'exhibit.guided', member: 'm_3', on: true });
    expect(led.guide).toBe('m_3');
    expect(after({ kind: 'exhibit.guided', member: 'm_3', on: false }).guide).toBeNull();
    expect(after({ kind: 'exhibit.guided', member: null, on: false }).guide).toBeNull();
  });

  it('shows a hotspot', () => {
    expect(after({ kind: 'exhibit.hotspot', member: 'm_1', hotspot: 'fees' }).hotspot).toBe('fees');
  });

  it('plays from where it was put, by the server\'s clock', () => {
    const { media } = after({ kind: 'exhibit.media', member: 'm_1', playing: true, position: 12 });
    expect(media).toEqual({ playing: true, position: 12, at: 5000 });
    expect(mediaPosition(media!, 6500)).toBe(13.5);
    expect(mediaPosition(media!, 4000)).toBe(12);
    expect(mediaPosition({ ...media!, playing: false }, 9000)).toBe(12);
  });
});
