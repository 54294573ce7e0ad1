// What one wants against what the server says: rights taken away, groups that change, lines that break.
import { beforeEach, describe, expect, it } from 'vitest';
import type { VoiceSession, VoiceState } from '../protocol/generated';
import { Desk, type Taken } from './desk';
import { settled } from './fake_line.test_help';
import { type Answered, Line, type Wish } from './line';

const SILENT: VoiceState = { type: 'voice.state', hear: true, speak: false, muted: false, group: null, stage: null, sessions: [] };
const CIRCLE = { group: 'g1', opener: 'aiko', members: ['aiko', 'me'] };
const WAY: VoiceSession = { session: 's1', member: 'aiko', side: 'speaker', door: null };

let now: number;
let said: (Wish & { id: string })[];
let silenced: Taken[];
let sessions: readonly VoiceSession[];
let up: boolean;
let line: Line;
let desk: Desk;

beforeEach(() => {
  now = 0;
  said = [];
  silenced = [];
  sessions = [];
  up = true;
  let ids = 0;
  line = new Line((text) => up && said.push(JSON.parse(text) as Wish & { id: string }) > 0, () => `id-${++ids}`);
  desk = new Desk(line, () => 'me', {
    sessions: (all) => (sessions = all),
    ice: () => undefined,
    silenced: (why) => void silenced.push(why),
    changed: () => undefined,
  }, () => now);
});

const tell = (over: Partial<VoiceState>): void => desk.told({ ...SILENT, ...over });

async function answer(answered: Answered = 'accepted'): Promise<void> {
  const { id } = said.at(-1)!;
  if (answered === 'accepted') line.answered({ type: 'voice.answer', id, outcome: 'accepted', reason: null });
  else if (answered === 'failed') line.failed({ type: 'error', code: 'not_allowed', message: '', id } as never);
  else line.answered({ type: 'voice.answer', id, outcome: 'refused', reason: answered as never });
  await settled();
}

async function inTheRoom(): Promise<void> {
  desk.hear();
  desk.welcomed(false);
  await answer();
  tell({});
}

async function speaking(): Promise<void> {
  await inTheRoom();
  void desk.speak('near');
  await answer();
  tell({ speak: true, sessions: [WAY] });
}

describe('hearing', () => {
  it('is said once there is a line, and on each new one', async () => {
    desk.hear();
    expect(said).toEqual([]);
    desk.welcomed(false);
    desk.broken();
    desk.welcomed(false);
    expect(said.map(({ type }) => type)).toEqual(['voice.hear', 'voice.hear']);
  });

  it('asks for servers anew before they are too old, and again where nobody answers', async () => {
    await inTheRoom();
    desk.given({ type: 'voice.ice', servers: [], relay_only: false, life_s: 600 });
    now = 479_000;
    desk.step();
    expect(said.length).toBe(1);
    now = 481_000;
    desk.step();
    expect(said.length).toBe(2);
    now += 5_000;
    desk.step();
    expect(said.length).toBe(3);
  });

  it('is left alone where the branch has no voice', async () => {
    desk.hear();
    desk.welcomed(false);
    await answer('off');
    now = 1e9;
    desk.step();
    expect([desk.off, said.length]).toEqual([true, 1]);
  });
});

describe('speaking', () => {
  it('is what one wants and the server grants', async () => {
    await speaking();
    expect([desk.will, desk.granted, sessions, silenced]).toEqual(['near', true, [WAY], []]);
    desk.hush();
    expect(said.at(-1)).toMatchObject({ type: 'voice.speak', on: false });
    expect(desk.will).toBeNull();
  });

  it('is not wanted any more once a moderator has taken it away, nor after they give it back', async () => {
    await speaking();
    tell({ muted: true });
    expect([silenced, desk.will, sessions]).toEqual([['muted'], null, []]);
    tell({});
    expect([desk.will, said.filter(({ type }) => type === 'voice.speak').length]).toEqual([null, 1]);
  });

  it('is not begun where it is refused', async () => {
    await inTheRoom();
    void desk.speak('near');
    await answer('muted');
    expect([silenced, desk.will]).toEqual([['muted'], null]);
    void desk.speak('all');
    await answer('failed');
    expect([silenced.at(-1), desk.will]).toEqual(['failed', null]);
  });

  it('waits for an answer: what the server said before is no refusal', async () => {
    await inTheRoom();
    void desk.speak('near');
    tell({});
    expect([silenced, desk.will]).toEqual([[], 'near']);
  });

  it('ends where the server says so, as in the safe place', async () => {
    await speaking();
    tell({ speak: false });
    expect(silenced).toEqual(['aside']);
  });
});

describe('a closed group', () => {
  it('silences who was heard by others: into it and out of it one speaks by a wish of its own', async () => {
    await speaking();
    tell({ group: CIRCLE });
    expect([silenced, desk.will]).toEqual([['grouped'], null]);
    void desk.speak('near');
    expect(said.at(-1)).toMatchObject({ type: 'voice.speak', on: true, group: 'g1' });
    await answer();
    tell({ speak: true, group: CIRCLE });
    expect(desk.granted).toBe(true);
    tell({});
    expect(silenced).toEqual(['grouped', 'ungrouped']);
  });

  it('is named as one believes it: another one is not spoken into', async () => {
    await inTheRoom();
    tell({ group: CIRCLE });
    void desk.speak('near');
    await answer('other_group');
    expect([silenced, desk.will]).toEqual([['otherGroup'], null]);
  });

  it('goes on for the others when somebody joins it', async () => {
    await inTheRoom();
    tell({ group: CIRCLE });
    void desk.speak('near');
    await answer();
    tell({ speak: true, group: CIRCLE });
    tell({ speak: true, group: { ...CIRCLE, members: ['aiko', 'me', 'bo'] } });
    expect([desk.will, silenced]).toEqual(['near', []]);
  });
});

describe('a line that breaks', () => {
  it('ends all sessions, and one speaks again on the next to whom one spoke before', async () => {
    await speaking();
    desk.broken();
    expect([sessions, desk.will, desk.granted]).toEqual([[], 'near', false]);
    desk.welcomed(false);
    expect(said.slice(-2)).toMatchObject([{ type: 'voice.hear' }, { type: 'voice.speak', on: true, group: null }]);
    await answer();
    tell({ speak: true, sessions: [WAY] });
    expect([desk.granted, sessions.length, silenced]).toEqual([true, 1, []]);
  });

  it('takes nobody out of their group aloud: it is named again, and refused if it is over', async () => {
    await inTheRoom();
    tell({ group: CIRCLE });
    void desk.speak('near');
    await answer();
    tell({ speak: true, group: CIRCLE });
    desk.broken();
    desk.welcomed(false);
    expect(said.at(-1)).toMatchObject({ type: 'voice.speak', group: 'g1' });
    tell({}); // the group has ended meanwhile
    await answer('other_group');
    expect([silenced, desk.will]).toEqual([['otherGroup'], null]);
  });

  it('to another room ends what was said to a group', async () => {
    await inTheRoom();
    tell({ group: CIRCLE });
    void desk.speak('near');
    await answer();
    tell({ speak: true, group: CIRCLE });
    desk.welcomed(true);
    expect([silenced, desk.will]).toEqual([['ungrouped'], null]);
    expect(said.at(-1)).toMatchObject({ type: 'voice.hear' });
  });

  it('leaves no question without an answer', async () => {
    await inTheRoom();
    const asked = desk.group(['aiko']);
    desk.broken();
    expect(await asked).toBe('lost');
    up = false;
    expect(await desk.ungroup()).toBe('lost');
  });
});

describe('the stage', () => {
  it('is one\'s own as long as the server says so', async () => {
    await inTheRoom();
    void desk.speak('all');
    expect(said.at(-1)).toMatchObject({ type: 'voice.stage', on: true });
    await answer();
    tell({ stage: 'me' });
    expect([desk.granted, silenced]).toEqual([true, []]);
    tell({ stage: null });
    expect(silenced).toEqual(['stage']);
  });

  it('is left before one speaks to those near one', async () => {
    await inTheRoom();
    void desk.speak('all');
    await answer();
    tell({ stage: 'me' });
    void desk.speak('near');
    expect(said.slice(-2)).toMatchObject([{ type: 'voice.stage', on: false }, { type: 'voice.speak', on: true }]);
    tell({ stage: null });
    await answer();
    expect([desk.granted, silenced]).toEqual([true, []]);
  });
});
