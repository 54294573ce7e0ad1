// Japanese texts.
import type { Translation } from '.';
import { boards } from './ja/boards';
import { comfort } from './ja/comfort';
import { entrance } from './ja/entrance';
import { exhibit } from './ja/exhibit';
import { headset } from './ja/headset';
import { moving } from './ja/moving';
import { pages } from './ja/pages';
import { staff } from './ja/staff';
import { table } from './ja/table';
import { together } from './ja/together';
import { voice } from './ja/voice';

export const ja: Translation = {
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
    people: '人',
    call: '係員を呼ぶ',
    host: '係員用',
    chat: 'チャット',
    help: 'ヘルプ',
    settings: '設定',
    leave: '退出',
    close: '閉じる',
    fold: 'たたむ',
    unfold: '開く',
    vr: 'VRに入る',
    vrFailed: 'ヘッドセットを開始できませんでした：{{message}}',
    controls: '部屋の操作',
    walkPad: '歩く：行きたい方向へドラッグ',
  },
  rooms: {
    title: 'この店舗の部屋',
    change: '部屋を移る',
    here: '現在地',
    go: '{{room}}へ行く',
    arrived: '{{room}}に来ました。',
    full: '{{room}}はただいま満員です。今の部屋にとどまっています。',
    locked: '{{room}}の扉は一時的に閉まっています。今の部屋にとどまっています。',
    closed: '{{room}}には入れません。今の部屋にとどまっています。',
    failed: '{{room}}へ移れませんでした。もう一度お試しください。',
  },
  ...boards,
};
