// Who opens a second tab hears of the visit in the first, and when it is over.
import { expect, it } from 'vitest';
import { type Channel, type Elsewhere, OtherTabs } from './other_tabs';

/** What one tab says, all others hear. */
function browser(): () => Channel {
  const tabs: Channel[] = [];
  return () => {
    const tab: Channel = {
      onmessage: null,
      postMessage: (data) => tabs.filter((other) => other !== tab).forEach((other) => other.onmessage?.({ data } as MessageEvent)),
    };
    tabs.push(tab);
    return tab;
  };
}

function opened(channel: Channel): { tabs: OtherTabs; heard: (Elsewhere | null)[] } {
  const heard: (Elsewhere | null)[] = [];
  return { tabs: new OtherTabs(channel, (elsewhere) => heard.push(elsewhere)), heard };
}

it('tells a tab that opens later of the visit, and when it ends', () => {
  const open = browser();
  const first = opened(open());
  first.tabs.inside('Wei');
  const second = opened(open());
  expect(second.heard).toEqual([{ name: 'Wei' }]);
  first.tabs.inside(null);
  expect(second.heard).toEqual([{ name: 'Wei' }, null]);
  expect(first.heard).toEqual([]);
});

it('tells a tab that was open before, once', () => {
  const open = browser();
  const [first, second] = [opened(open()), opened(open())];
  first.tabs.inside('Wei');
  first.tabs.inside('Wei');
  expect(second.heard).toEqual([{ name: 'Wei' }]);
});

it('says nothing where nobody is inside', () => {
  const open = browser();
  opened(open());
  expect(opened(open()).heard).toEqual([]);
});
