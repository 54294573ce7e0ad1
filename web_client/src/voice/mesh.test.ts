// Sessions of two and three pages over a link that a test breaks.
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_CANDIDATE, VOICE_CANDIDATES } from '../protocol/generated';
import { A_TRACK, FakeBranch, type Page, settled } from './fake_line.test_help';

let branch: FakeBranch;
let ann: Page;
let bo: Page;

beforeEach(() => {
  branch = new FakeBranch();
  ann = branch.page('ann');
  bo = branch.page('bo');
});

const open = (page: Page): number => page.peers.filter(({ closed }) => !closed).length;

describe('one way', () => {
  it('is made by one offer, one answer, and candidates of both', async () => {
    ann.mesh.speakBy(A_TRACK);
    branch.hears(['ann', 'bo']);
    await branch.run(500);
    expect(bo.heard).toEqual(['ann']);
    expect(ann.said.map(({ kind }) => kind)).toEqual(['offer', 'candidates']);
    expect(bo.said.map(({ kind }) => kind)).toEqual(['answer', 'candidates']);
    expect([ann.peers[0].track, bo.peers[0].track]).toEqual([A_TRACK, null]);
    expect(branch.refused).toEqual([]);
  });

  it('ends on both sides when the server says so, and what still comes is not heard', async () => {
    branch.held = true;
    branch.hears(['ann', 'bo']);
    await settled();
    branch.hears();
    branch.underway.forEach((go) => go());
    await branch.run(500);
    expect([open(ann), open(bo), bo.heard.length]).toEqual([0, 0, 0]);
    expect(bo.ended).toEqual(['ann']);
    bo.peers[0].connect(); // a browser may still say so
    expect(bo.heard).toEqual([]);
  });

  it('stays the same while others come and go', async () => {
    branch.page('cy');
    branch.hears(['ann', 'bo']);
    await branch.run(500);
    branch.hears(['ann', 'bo'], ['ann', 'cy'], ['bo', 'ann']);
    await branch.run(500);
    expect([ann.peers.length, bo.peers.length]).toEqual([3, 2]);
    branch.hears(['ann', 'bo']);
    expect([ann.peers[0].closed, open(ann), open(bo)]).toEqual([false, 1, 1]);
  });
});

describe('signals', () => {
  it('keep candidates that come before the description until it is known', async () => {
    branch.hears(['ann', 'bo']);
    await settled();
    const [session] = [...bo.mesh.all()].map(({ about }) => about.session);
    bo.mesh.signalled(session, { kind: 'candidates', candidates: [{ candidate: 'candidate:9', mid: '0', line: 0 }] });
    await branch.run(500);
    expect(bo.peers[0].added.map(({ candidate }) => candidate)).toContain('candidate:9');
    expect(bo.heard).toEqual(['ann']);
  });

  it('are not many: candidates in a row go in one message', async () => {
    branch.hears(['ann', 'bo']);
    await settled();
    for (let i = 0; i < 30; i++) ann.peers[0].events.candidate({ candidate: `candidate:${i}`, mid: '0', line: 0 });
    await branch.run(500);
    const sizes = ann.said.map((signal) => (signal.kind === 'candidates' ? signal.candidates.length : 0));
    expect(sizes).toEqual([0, 20, 13]);
  });

  it('stay within what the server takes of one side', async () => {
    branch.hears(['ann', 'bo']);
    await settled();
    for (let i = 0; i < 100; i++) ann.peers[0].events.candidate({ candidate: `candidate:${i}`, mid: '0', line: 0 });
    ann.peers[0].events.candidate({ candidate: 'x'.repeat(MAX_CANDIDATE + 1), mid: '0', line: 0 });
    await branch.run(2000);
    const sizes = ann.said.map((signal) => (signal.kind === 'candidates' ? signal.candidates.length : 0));
    expect(sizes.reduce((all, one) => all + one)).toBe(VOICE_CANDIDATES);
  });

  it('of a session that is not this page\'s are not heard', () => {
    bo.mesh.signalled('nobody', { kind: 'offer', sdp: 'offer' });
    expect(bo.peers).toEqual([]);
  });
});

describe('a way that carries nothing', () => {
  it('is renewed, seldom and more seldom, and works as soon as the link does', async () => {
    branch.link.up = false;
    branch.hears(['ann', 'bo']);
    await branch.run(11_000);
    expect(ann.renewed.length + bo.renewed.length).toBe(0);
    await branch.run(110_000);
    const tries = ann.renewed.length + bo.renewed.length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(12);
    branch.link.up = true;
    await branch.run(70_000);
    expect(bo.heard).toEqual(['ann']);
    expect([open(ann), open(bo)]).toEqual([1, 1]);
  });

  it('is renewed at once where it failed for good', async () => {
    branch.hears(['ann', 'bo']);
    await branch.run(500);
    bo.peers[0].events.became('failed');
    await branch.run(500);
    expect(bo.renewed).toEqual(['s1']);
    expect(bo.heard).toEqual(['ann', 'ann']);
  });

  it('is given a moment to mend by itself', async () => {
    branch.hears(['ann', 'bo']);
    await branch.run(500);
    bo.peers[0].events.became('broken');
    await branch.run(3000);
    bo.peers[0].events.became('connected');
    await branch.run(10_000);
    expect(bo.renewed).toEqual([]);
    bo.peers[0].events.became('broken');
    await branch.run(4500);
    expect(bo.renewed).toEqual(['s1']);
  });

  it('is renewed where the browser does not understand what comes', async () => {
    branch.held = true;
    branch.hears(['ann', 'bo']);
    await settled();
    bo.peers[0].refuses = true;
    branch.held = false;
    branch.underway.forEach((go) => go());
    await branch.run(500);
    expect(bo.renewed.length).toBe(1);
    expect(bo.heard).toEqual(['ann']);
  });
});

it('sends another microphone without another way', async () => {
  ann.mesh.speakBy(A_TRACK);
  branch.hears(['ann', 'bo'], ['bo', 'ann']);
  await branch.run(500);
  const other = { kind: 'audio' } as MediaStreamTrack;
  ann.mesh.speakBy(other);
  expect(ann.peers.map(({ track }) => track === other)).toEqual([true, false]);
  expect(ann.peers.length).toBe(2);
});
