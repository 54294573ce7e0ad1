// English texts; the other languages have the same keys. Larger matters have a file each in the language's folder.
import { boards } from './en/boards';
import { comfort } from './en/comfort';
import { entrance } from './en/entrance';
import { exhibit } from './en/exhibit';
import { headset } from './en/headset';
import { moving } from './en/moving';
import { pages } from './en/pages';
import { staff } from './en/staff';
import { table } from './en/table';
import { together } from './en/together';
import { voice } from './en/voice';

export const en = {
  ...entrance,
  ...pages,
  ...comfort,
  ...moving,
  ...exhibit,
  ...headset,
  ...table,
  ...staff,
  ...together,
  ...voice,
  hud: {
    people: 'People',
    call: 'Call staff',
    host: 'Staff',
    chat: 'Chat',
    help: 'Help',
    settings: 'Settings',
    leave: 'Leave',
    close: 'Close',
    fold: 'Fold',
    unfold: 'Unfold',
    vr: 'Enter VR',
    vrFailed: 'The headset did not start: {{message}}',
    controls: 'Room controls',
    walkPad: 'Walk: drag towards where you want to go',
  },
  rooms: {
    title: 'Rooms of this branch',
    change: 'change room',
    here: 'you are here',
    go: 'Go to {{room}}',
    arrived: 'You are now in {{room}}.',
    full: '{{room}} is full at the moment. You are still where you were.',
    locked: 'The door to {{room}} is closed for the moment. You are still where you were.',
    closed: 'You cannot enter {{room}}. You are still where you were.',
    failed: 'Going to {{room}} did not work. Please try again.',
  },
  ...boards,
};

export type Texts = typeof en;
